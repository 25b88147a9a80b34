package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.role.Protocol;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A player that does not read costs a bounded queue, is closed in the end, and nobody else is the worse for it. */
class SlowPlayerTest {
    private static final int QUEUE_BYTES = 1 << 20;
    private static final int FRAME_BYTES = 50_000;
    private static final int GROUP = 10;
    private static final Duration STUCK_AFTER = Duration.ofSeconds(1);

    @RegisterExtension
    static final HostilePort port =
            new HostilePort(RtmpRig.with().queueBytes(QUEUE_BYTES).stuckAfter(STUCK_AFTER));

    private static double sentBytes() {
        return port.rig().metrics().rtmp.plays(Protocol.RTMP).sentBytes.count();
    }

    /** The next frame goes out when the player that reads has the last one. */
    private static void send(ScriptedPeer publisher, int stream, ScriptedPeer player, int number) {
        publisher.video(
                stream,
                number * 10L,
                number % GROUP == 0
                        ? Payloads.avcKeyFrame(number, FRAME_BYTES)
                        : Payloads.avcInterFrame(number, FRAME_BYTES));
        assertThat(Coded.nextCounter(player)).isEqualTo(number);
    }

    @Test
    void playerThatDoesNotReadIsDroppedFromAndClosedWhileOthersGetEveryFrame() {
        int rejected = port.rig().rejected("PLAYER_STUCK");
        int lines = port.rig().warnings().size();
        double before = sentBytes();
        try (var publisher = port.connected();
                var reader = port.connected();
                var deaf = RawPeer.open(port.rig().port(), 4 << 10)) {
            publisher.chunkSize(60_000);
            int stream = Coded.publish(publisher, "heavy");
            reader.play("heavy");
            deaf.play("heavy");
            await().until(() -> port.rig().metrics().rtmp.players() == 3);
            int[] frames = {0};
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> {
                send(publisher, stream, reader, frames[0]++);
                return port.rig().rejected("PLAYER_STUCK") > rejected;
            });
            long toReader = (long) frames[0] * FRAME_BYTES;
            assertThat(toReader).as("enough to tell").isGreaterThan(4 * QUEUE_BYTES);
            double healthy = QUEUE_BYTES; // far more than it gets in the time
            assertThat(sentBytes() - before - toReader).isLessThan(2 * QUEUE_BYTES + healthy);
            assertThat(port.rig().rejected("PLAYER_STUCK")).isEqualTo(rejected + 1);
            await().until(() -> port.rig().metrics().rtmp.players() == 2);
            await().untilAsserted(() -> assertThat(port.rig().log().lines()) // it is counted first
                    .filteredOn(line -> line.contains("reason=PLAYER_STUCK"))
                    .singleElement()
                    .asString()
                    .matches("INFO stop rtmp peer=127\\.0\\.0\\.1:\\d+ stream=live/heavy .* dropped=[1-9]\\d* .*"));
            send(publisher, stream, reader, frames[0]);
        }
        assertThat(port.rig().warnings()).hasSize(lines);
    }

    @Test
    void playerThatReadsAgainGoesOn() {
        try (var rig = RtmpRig.with().queueBytes(QUEUE_BYTES).open();
                var publisher = ScriptedPeer.connected(rig.port(), "live");
                var reader = ScriptedPeer.connected(rig.port(), "live");
                var pausing = RawPeer.open(rig.port(), 4 << 10)) {
            publisher.chunkSize(60_000);
            int stream = Coded.publish(publisher, "pausing");
            reader.play("pausing");
            pausing.play("pausing");
            await().until(() -> rig.metrics().rtmp.players() == 2);
            int frames = 40; // two megabytes: more than the queue and what the kernel holds
            for (int i = 0; i < frames; i++) {
                send(publisher, stream, reader, i);
            }
            int[] next = {frames};
            long[] read = {0};
            long wanted = 3L * frames * FRAME_BYTES;
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
                send(publisher, stream, reader, next[0]++);
                for (int left = 4 * FRAME_BYTES; left > 0 && read[0] < wanted; left -= FRAME_BYTES) {
                    read[0] += pausing.read(FRAME_BYTES);
                }
                return read[0] >= wanted;
            });
            long pauser = rig.clients().list(client -> true).await().getLast().number();
            var events = rig.clients().flight(pauser).await().orElseThrow().events();
            assertThat(events)
                    .filteredOn(event -> event.what().equals("behind"))
                    .isNotEmpty()
                    .allSatisfy(event ->
                            assertThat(event.text()).matches("QUEUE_\\w+ queued_bytes=\\d+ queue_age_ms=\\d+"));
            assertThat(events)
                    .filteredOn(event -> event.what().equals("caught up"))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.text()).matches("dropped_frames=[1-9]\\d*"));
            assertThat(rig.metrics().rtmp.players()).isEqualTo(2);
        }
    }
}
