package dev.headwater.server.rtmp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.role.Protocol;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import org.junit.jupiter.api.Test;

/** What a player adds to the meters of its port. */
class PlayerMetricsTest {
    private static final int FRAMES = 50;
    private static final int FRAME_BYTES = 10_000;

    @Test
    void everySentByteIsCountedOnceThePlayerHasLeft() {
        try (var rig = RtmpRig.open();
                var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = Coded.publish(publisher, "counted");
            var sent = rig.metrics().rtmp.plays(Protocol.RTMP).sentBytes;
            try (var player = ScriptedPeer.connected(rig.port(), "live")) {
                player.play("counted");
                for (int i = 0; i < FRAMES; i++) {
                    publisher.video(stream, i * 40L, Payloads.avcKeyFrame(i, FRAME_BYTES));
                    assertThat(Coded.nextCounter(player)).isEqualTo(i);
                }
                await().untilAsserted(
                                () -> assertThat(sent.count()).isGreaterThan((FRAMES - 20) * (double) FRAME_BYTES));
            }
            await().until(() -> rig.metrics().rtmp.players() == 0);
            assertThat(sent.count()).isEqualTo(bytesOfTheLogLine(rig)).isGreaterThan(FRAMES * (double) FRAME_BYTES);
        }
    }

    private static double bytesOfTheLogLine(RtmpRig rig) {
        String line = rig.log().lines().stream()
                .filter(text -> text.startsWith("INFO stop rtmp "))
                .reduce((first, last) -> last)
                .orElseThrow();
        return Long.parseLong(line.replaceFirst(".* bytes=(\\d+) .*", "$1"));
    }

    @Test
    void timeToTheFirstFrameRunsFromThePlayUntilSomethingIsWritten() {
        try (var rig = RtmpRig.open();
                var publisher = ScriptedPeer.connected(rig.port(), "live");
                var player = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = publisher.publish("first");
            player.play("first");
            var firstFrame = rig.metrics().rtmp.plays(Protocol.RTMP).firstFrame;
            await().until(() -> rig.streams().stream("first").players() == 1);
            long joined = System.nanoTime();
            await().until(() -> System.nanoTime() - joined > 100_000_000);
            assertThat(firstFrame.count()).isZero();
            long waited = System.nanoTime() - joined;
            Coded.sendHeaders(publisher, stream);
            publisher.video(stream, 0, Payloads.avcKeyFrame(0));
            publisher.video(stream, 40, Payloads.avcKeyFrame(1));
            assertThat(Coded.nextCounter(player)).isZero();
            assertThat(Coded.nextCounter(player)).isEqualTo(1);
            assertThat(firstFrame.count()).isOne();
            assertThat(firstFrame.totalTime(SECONDS)).isBetween(waited / 1e9, (System.nanoTime() - joined) / 1e9 + 10);
        }
    }
}
