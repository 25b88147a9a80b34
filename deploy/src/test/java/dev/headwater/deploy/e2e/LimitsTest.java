package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.RunningProgram;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real clients at several nodes, and no more of them than the cluster may have. */
class LimitsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final LogCapture LOG = LogCapture.of("ROOT");
    private static final LiveCluster CLUSTER =
            new LiveCluster("limits.players-per-stream=2", "apps.live.limits.publishers-per-app=1", "play.wait=1s");

    private static LiveNode origin;
    private static LiveNode edge;
    private static LiveNode other;

    @BeforeAll
    static void start() {
        origin = CLUSTER.origin();
        edge = CLUSTER.edge();
        other = CLUSTER.edge();
        await().atMost(PATIENCE).until(() -> edge.knows(origin) && other.knows(origin));
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
        LOG.close();
    }

    private static RunningProgram publish(LiveNode node, String name) {
        return Ffmpeg.shipped()
                .start(List.of(
                        "-re",
                        "-stream_loop",
                        "-1",
                        "-i",
                        Clip.H264_AAC.file().toString(),
                        "-c",
                        "copy",
                        "-f",
                        "flv",
                        node.url(name)));
    }

    /** Nodes tell each other a moment later. */
    private static void awaitKnown(LiveNode node, String limit, int used) {
        await(node.node().name() + " knows of " + used).atMost(PATIENCE).until(() -> {
            var apps = node.api("apps").getJsonArray("apps");
            return !apps.isEmpty()
                    && apps.getJsonObject(0).getJsonArray("limits").stream()
                            .map(JsonObject.class::cast)
                            .anyMatch(use -> limit.equals(use.getString("limit")) && used == use.getInteger("used", 0));
        });
    }

    private static void assertPlayRefused(LiveNode node) {
        try (var player = Ffmpeg.shipped().start(List.of("-i", node.url("news"), "-f", "null", "-"))) {
            assertThat(player.awaitExit(PATIENCE)).isNotZero();
            assertThat(player.output()).contains("no more are taken now");
        }
        assertThat(node.metric("headwater_connection_rejected_total", "reason=\"players_per_stream\""))
                .isPositive();
    }

    @Test
    void noMorePlayAndPublishThanTheClusterMayHaveWhereverTheyCome() {
        try (var encoder = publish(edge, "news")) {
            awaitKnown(other, "limits.publishers-per-app", 1);
            try (var second = publish(other, "sport")) {
                assertThat(second.awaitExit(PATIENCE)).isNotZero();
                assertThat(second.output()).contains("no more are taken now");
            }
            assertThat(other.metric("headwater_connection_rejected_total", "reason=\"publishers_per_app\""))
                    .isOne();
            assertThat(LOG.warnings())
                    .anyMatch(line -> line.contains("code=NetStream.Publish.Denied: PUBLISHERS_PER_APP: "
                            + "limits.publishers-per-app=1 is reached: 0 here, 1 at other nodes"));

            try (var first = origin.client();
                    var next = edge.client()) {
                first.play("news");
                first.awaitMedia();
                next.play("news");
                next.awaitMedia();
                awaitKnown(other, "limits.players-per-stream", 2);
                awaitKnown(edge, "limits.players-per-stream", 2);
                assertPlayRefused(other);
                assertPlayRefused(edge);
                assertThat(LOG.warnings())
                        .anyMatch(line ->
                                line.contains("limits.players-per-stream=2 is reached: 0 here, 2 at other nodes"));
            }
            await().atMost(PATIENCE).untilAsserted(() -> {
                try (var later = other.client()) {
                    later.play("news");
                    later.awaitMedia();
                }
            });
            encoder.stop();
        }
    }
}
