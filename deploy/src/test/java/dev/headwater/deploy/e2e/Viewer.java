package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.Message;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A player that remembers all that it was sent, on one connection. */
final class Viewer implements AutoCloseable {
    private static final int CODED_FRAMES = 1; // second byte of AVC and AAC tags; 0 is a header
    private static final byte[] STREAM_EOF = {0, 1};

    private final ScriptedPeer peer;

    private Viewer(ScriptedPeer peer) {
        this.peer = peer;
    }

    /** Plays {@code name}; returns when the node has said Play.Start. */
    static Viewer of(LiveNode node, String name) {
        var peer = node.client();
        peer.play(name);
        return new Viewer(peer);
    }

    /** The player on {@code peer}, which has said play by itself. */
    static Viewer on(ScriptedPeer peer) {
        return new Viewer(peer);
    }

    /** Waits for the video frame with this number and the audio frame that follows it. */
    Viewer awaitFrame(int number) {
        peer.await("video frame " + number, message -> isFrame(message, Message.VIDEO) && numberOf(message) == number);
        peer.await("audio frame " + number, message -> isFrame(message, Message.AUDIO) && numberOf(message) == number);
        return this;
    }

    /** Waits for what the end of a live stream looks like. */
    void awaitEnd() {
        peer.awaitStatus("NetStream.Play.UnpublishNotify");
        peer.await("StreamEOF", Viewer::isStreamEof);
        peer.awaitStatus("NetStream.Play.Stop");
    }

    /** Exactly the groups of pictures that start with these numbers were sent, with their audio, in this order. */
    void assertGops(int... first) {
        var expected = IntStream.of(first)
                .flatMap(start -> IntStream.range(start, start + Encoder.GOP))
                .boxed()
                .toList();
        assertThat(frames(Message.VIDEO).map(Viewer::numberOf)).isEqualTo(expected);
        assertThat(frames(Message.AUDIO).map(Viewer::numberOf)).isEqualTo(expected);
    }

    /** Nothing was said of an end, time never went back, and headers came once. */
    void assertUndisturbed() {
        assertThat(peer.seen()).noneMatch(message -> message.isStatus("NetStream.Play.UnpublishNotify"));
        for (int type : new int[] {Message.VIDEO, Message.AUDIO}) {
            assertThat(frames(type).map(Message::timestampMs)).isSorted().doesNotHaveDuplicates();
        }
        assertThat(peer.seen().stream().filter(Viewer::isHeader)).hasSize(2);
    }

    /** The numbers of the video frames, in the order in which they came. */
    List<Integer> videoFrames() {
        return frames(Message.VIDEO).map(Viewer::numberOf).toList();
    }

    /** Everything but the answers to commands: headers and frames, with their times. */
    List<Message> media() {
        return peer.seen().stream().filter(Message::isMedia).toList();
    }

    ScriptedPeer peer() {
        return peer;
    }

    @Override
    public void close() {
        peer.close();
    }

    private Stream<Message> frames(int type) {
        return peer.seen().stream().filter(message -> isFrame(message, type));
    }

    private static boolean isFrame(Message message, int type) {
        return message.type() == type && message.payload()[1] == CODED_FRAMES;
    }

    private static boolean isHeader(Message message) {
        return message.isMedia() && message.payload()[1] != CODED_FRAMES;
    }

    private static boolean isStreamEof(Message message) {
        return message.type() == Message.USER_CONTROL && Arrays.equals(message.payload(), 0, 2, STREAM_EOF, 0, 2);
    }

    private static int numberOf(Message message) {
        return Payloads.counterOf(message.payload());
    }
}
