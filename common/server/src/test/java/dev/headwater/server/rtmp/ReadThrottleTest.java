package dev.headwater.server.rtmp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Message;
import dev.headwater.testkit.Payloads;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A peer that costs too much is read slowly, and no other. */
class ReadThrottleTest {
    private static final int COMMANDS = 8_000;
    private static final int TINY_CHUNKS = 800_000;

    /** Two hundred thousand at once, and as many a second; the last read is not waited for. */
    private static final Duration LEAST_FOR_TINY_CHUNKS = Duration.ofMillis(2_500);

    @RegisterExtension
    static final HostilePort port = new HostilePort(RtmpRig.with().connectTimeout(Duration.ofMinutes(1)));

    private static long slowed() {
        return port.rig().warnings().stream()
                .filter(line -> line.startsWith("slowed rtmp peer="))
                .count();
    }

    private static String lastLine() {
        return port.rig().warnings().getLast();
    }

    private static double receivedBytes() {
        return port.rig().metrics().rtmp.receivedBytes.count();
    }

    /** Runs the sending apart, for it stands still as long as nobody reads. */
    private static Thread sending(Runnable task) {
        return Thread.ofVirtual().start(task);
    }

    @Test
    void floodOfCommandsIsReadSlowlyAndAnsweredInTheEnd() throws InterruptedException {
        byte[] flood = repeated(COMMANDS, RawPeer.command(0, "_checkbw", 0, null));
        long slowedBefore = slowed();
        double countBefore = port.rig().metrics().rtmp.slowedForWork.count();
        double bytesBefore = receivedBytes();
        try (var peer = port.connected()) {
            var sender = sending(() -> peer.sendRaw(flood));
            await().until(() -> slowed() == slowedBefore + 1);
            assertThat(lastLine()).endsWith("causes more work than it may");
            assertThat(receivedBytes() - bytesBefore).isLessThan(flood.length * 0.6);
            sender.join();
            assertThat(peer.createStream()).isEqualTo(1);
            assertThat(slowed()).as("one line for a connection").isEqualTo(slowedBefore + 1);
            assertThat(port.rig().metrics().rtmp.slowedForWork.count()).isEqualTo(countBefore + 1);
        }
    }

    @Test
    void chunksOfOneByteWithoutEndAreReadSlowlyAndUnderstood() throws InterruptedException {
        byte[] payload = Payloads.avcKeyFrame(9, TINY_CHUNKS);
        var tiny = new ByteArrayOutputStream();
        try (var peer = port.connected();
                var player = port.connected()) {
            int stream = Coded.publish(peer, "tiny");
            player.play("tiny");
            peer.chunkSize(1);
            tiny.writeBytes(RawPeer.header(6, payload.length, Message.VIDEO, stream));
            for (int i = 0; i < payload.length; i++) {
                if (i > 0) {
                    tiny.write(0xC6);
                }
                tiny.write(payload[i]);
            }
            long start = System.nanoTime();
            var sender = sending(() -> peer.sendRaw(tiny.toByteArray()));
            assertThat(Coded.next(player).payload()).isEqualTo(payload);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(LEAST_FOR_TINY_CHUNKS);
            sender.join();
        }
    }

    /** 20 MB in the smallest usual chunks as fast as they go: more than any encoder sends in a second. */
    @Test
    void publisherOfHighestQualityIsNotSlowed() {
        long slowedBefore = slowed();
        try (var peer = port.connected()) {
            int stream = Coded.publish(peer, "uhd");
            for (int i = 0; i < 100; i++) {
                peer.video(
                        stream,
                        i * 16L,
                        i == 0 ? Payloads.avcKeyFrame(i, 1 << 20) : Payloads.avcInterFrame(i, 200_000));
                peer.audio(stream, i * 16L, Payloads.aacFrame(i));
            }
            assertThat(peer.createStream()).isEqualTo(2);
        }
        assertThat(slowed()).isEqualTo(slowedBefore);
    }

    /** Answers cost memory until they are read, so who does not read them gets no more. */
    @Test
    void peerThatDoesNotReadItsAnswersIsNotReadEither() {
        byte[] asking = RawPeer.command(0, "FCPublish", 5, null, "n".repeat(3_000));
        byte[] flood = repeated(3_000, asking);
        long slowedBefore = slowed();
        try (var peer = RawPeer.open(port.rig().port(), 4 << 10)) {
            peer.send(RawPeer.handshake(), RawPeer.connect());
            var sender = sending(() -> peer.send(flood));
            await().until(() -> slowed() == slowedBefore + 1);
            assertThat(lastLine()).endsWith("does not read its answers");
            assertThat(port.rig().metrics().rtmp.slowedForUnreadAnswers.count()).isOne();
            double[] last = {receivedBytes()};
            // the healthy publisher sends about 60 kB a second
            await().pollInterval(1, SECONDS).until(() -> {
                double now = receivedBytes();
                boolean still = now - last[0] < 200_000;
                last[0] = now;
                return still;
            });
            assertThat(sender.isAlive()).as("still has something to send").isTrue();
        }
    }

    private static byte[] repeated(int times, byte[] bytes) {
        byte[] all = new byte[times * bytes.length];
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
        }
        return all;
    }
}
