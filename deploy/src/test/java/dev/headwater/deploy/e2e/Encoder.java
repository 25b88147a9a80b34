package dev.headwater.deploy.e2e;

import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An encoder that sends numbered frames when the test says so: H.264 and AAC, {@value #FRAME_MS} ms apart, a key frame
 * every {@value #GOP}. Its clock starts at 0.
 */
final class Encoder implements AutoCloseable {
    static final int GOP = 10;
    private static final int FRAME_MS = 40;

    private final ScriptedPeer peer;
    private final String name;
    private final int stream;
    private int next;
    private long timestampMs;

    private Encoder(ScriptedPeer peer, String name, int stream, int first) {
        this.peer = peer;
        this.name = name;
        this.stream = stream;
        this.next = first;
    }

    /** Publishes {@code name}: metadata, headers, and a group of pictures whose key frame has the number {@code first}. */
    static Encoder at(LiveNode node, String name, int first) {
        return at(node.rtmpPort(), name, first);
    }

    /** The same at the RTMP port of a node in another process. */
    static Encoder at(int port, String name, int first) {
        return on(ScriptedPeer.connected(port, LiveNode.APP), name, first);
    }

    /** The same by an encoder that understands a reconnect request. */
    static Encoder movable(LiveNode node, String name, int first) {
        return on(ScriptedPeer.movable(node.rtmpPort(), LiveNode.APP), name, first);
    }

    private static Encoder on(ScriptedPeer peer, String name, int first) {
        var encoder = new Encoder(peer, name, peer.publish(name), first);
        peer.data(encoder.stream, 0, Payloads.setDataFrame());
        peer.video(encoder.stream, 0, Payloads.avcSequenceHeader());
        peer.audio(encoder.stream, 0, Payloads.aacSequenceHeader());
        encoder.sendGop();
        return encoder;
    }

    /** A key frame and what follows it, with audio. @return the number of the last frame */
    int sendGop() {
        for (int i = 0; i < GOP; i++) {
            sendFrame();
        }
        return next - 1;
    }

    /** The next frame, with audio: a key frame if its number is a multiple of {@value #GOP}. */
    void sendFrame() {
        byte[] picture = next % GOP == 0 ? Payloads.avcKeyFrame(next) : Payloads.avcInterFrame(next);
        peer.video(stream, timestampMs, picture);
        peer.audio(stream, timestampMs, Payloads.aacFrame(next));
        timestampMs += FRAME_MS;
        next++;
    }

    /** Sends a frame every {@value #FRAME_MS} ms until the answer is cancelled. */
    Future<?> sendOn(ScheduledExecutorService pace) {
        return pace.scheduleAtFixedRate(this::sendFrame, 0, FRAME_MS, TimeUnit.MILLISECONDS);
    }

    /** Says goodbye as encoders do first; the connection stays. */
    void fcUnpublish() {
        peer.command(0, "FCUnpublish", 10, null, name);
    }

    /** Says goodbye as encoders do then; the connection stays. */
    void deleteStream() {
        peer.command(0, "deleteStream", 11, null, stream);
    }

    /** Vanishes: the connection is reset. */
    void reset() {
        peer.reset();
    }

    /** Vanishes: the connection is closed. */
    void vanish() {
        peer.close();
    }

    ScriptedPeer peer() {
        return peer;
    }

    @Override
    public void close() {
        peer.close();
    }
}
