package dev.headwater.server.rtmp;

import dev.headwater.testkit.Message;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;

/** Coded frames, as opposed to the headers that go before them. */
final class Coded {
    private static final int CODED = 1;

    private Coded() {}

    /** Publishes {@code name} and sends the headers of AVC and AAC. @return the message stream id */
    static int publish(ScriptedPeer peer, String name) {
        int stream = peer.publish(name);
        sendHeaders(peer, stream);
        return stream;
    }

    static void sendHeaders(ScriptedPeer peer, int stream) {
        peer.video(stream, 0, Payloads.avcSequenceHeader());
        peer.audio(stream, 0, Payloads.aacSequenceHeader());
    }

    /**
     * Skips to the last of the headers. From then on the player gets every frame as it comes; before, one may still be part of
     * the group of pictures with which its play begins.
     */
    static void awaitHeaders(ScriptedPeer player) {
        player.await("the header of AAC", message -> message.type() == Message.AUDIO && !isFrame(message));
    }

    static boolean isFrame(Message message) {
        return message.isMedia() && message.payload()[1] == CODED;
    }

    /** Skips to the next frame. */
    static Message next(ScriptedPeer player) {
        return player.await("a frame", Coded::isFrame);
    }

    /** The counter in the next frame. */
    static int nextCounter(ScriptedPeer player) {
        return Payloads.counterOf(next(player).payload());
    }
}
