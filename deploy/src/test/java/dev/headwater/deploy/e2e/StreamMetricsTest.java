package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Streams have series of their own where the operator asked for it, for as long as they live, and no others. */
class StreamMetricsTest {
    private static final String PLAYERS = "headwater_stream_players";

    private static ConditionFactory soon(String what) {
        return await(what).atMost(Duration.ofSeconds(30));
    }

    private static String named(String stream) {
        return "stream=\"" + stream + "\"";
    }

    @Test
    void seriesAreOfTheStreamsThatARuleNamesAndOfThoseThatMostPlay() {
        try (var cluster =
                new LiveCluster("metrics.streams=live/vip*", "metrics.top-streams=1", "metrics.aliases=srs")) {
            var origin = cluster.origin();
            try (var show = Encoder.at(origin, "show", 0);
                    var other = Encoder.at(origin, "other", 0);
                    var viewer = Viewer.of(origin, "show")) {
                viewer.awaitFrame(show.sendGop());
                try (var vip = Encoder.at(origin, "vip-1", 0)) {
                    soon("both are there")
                            .until(() -> origin.metric(PLAYERS, named("show")) == 1
                                    && origin.get("management.port", "/metrics").contains(named("vip-1")));
                    assertThat(origin.get("management.port", "/metrics"))
                            .doesNotContain(named("other"))
                            .contains("srs_streams 3.0");
                    vip.fcUnpublish();
                    vip.deleteStream();
                }
                soon("the series end with their stream")
                        .until(() -> !origin.get("management.port", "/metrics").contains(named("vip-1")));
                other.fcUnpublish();
            }
        }
    }

    @Test
    void noStreamIsNamedUnlessItIsAskedFor() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            try (var show = Encoder.at(origin, "show", 0);
                    var viewer = Viewer.of(origin, "show")) {
                viewer.awaitFrame(show.sendGop());
                assertThat(origin.get("management.port", "/metrics"))
                        .doesNotContain(named("show"))
                        .doesNotContain("srs_");
            }
        }
    }
}
