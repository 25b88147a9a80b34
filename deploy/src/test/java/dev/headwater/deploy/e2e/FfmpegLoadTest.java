package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.loadtest.ffmpeg.FfmpegClients;
import dev.headwater.loadtest.ffmpeg.FfmpegPlan;
import dev.headwater.loadtest.measure.FfmpegFigures;
import dev.headwater.loadtest.measure.FfmpegFigures.Role;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.ScriptedPeer;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

/** The real clients of the load test, against a real node. */
class FfmpegLoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SECOND = 25; // frames
    private static final String PROGRAM = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);

    @Test
    void aPublisherOfATestPictureAndItsPlayerAreMeasured() {
        runs(new FfmpegPlan(1, 1, PROGRAM, Optional.empty()));
    }

    @Test
    void aPublisherOfAFileAndItsPlayerAreMeasured() {
        runs(new FfmpegPlan(1, 1, PROGRAM, Optional.of(Clip.H264_AAC.file())));
    }

    private static void runs(FfmpegPlan plan) {
        try (var cluster = new LiveCluster();
                var clients = FfmpegClients.of(plan)) {
            var origin = cluster.origin();
            clients.publish(origin.url("real"));
            clients.play(origin.url("real"));
            await().atMost(PATIENCE)
                    .until(() -> clients.figures().stream()
                            .allMatch(figures -> figures.frames() >= SECOND && figures.fps() > 0));

            assertThat(clients.stop()).extracting(FfmpegFigures::role).containsExactly(Role.PUBLISHER, Role.PLAYER);
            assertThat(clients.figures()).allSatisfy(figures -> {
                assertThat(figures.isFailure()).as(figures.outcome()).isFalse();
                assertThat(figures.stopped()).isTrue();
                assertThat(figures.fps()).isPositive();
                assertThat(figures.firstOutput()).isPresent();
            });
            await().atMost(ScriptedPeer.PATIENCE).until(() -> origin.streams().isEmpty());
        }
    }
}
