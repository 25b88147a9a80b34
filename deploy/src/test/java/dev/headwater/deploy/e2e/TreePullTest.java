package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Edges pull from edges when the origin serves as many as it may, and nobody can tell from the stream. */
class TreePullTest {
    private static final int FANOUT = 2;
    private static final int LAST = Encoder.GOP - 1;

    @Test
    void anOriginServesAsManyPullsAsItMayAndEveryPlayerGetsTheSameBytes() {
        try (var cluster = new LiveCluster("relay.fanout=" + FANOUT, "play.linger=1s")) {
            var origin = cluster.origin();
            var edges = List.of(cluster.edge(), cluster.edge(), cluster.edge(), cluster.edge());
            var viewers = new ArrayList<Viewer>();
            try (var encoder = Encoder.at(origin, "tree", 0)) {
                for (LiveNode edge : edges) {
                    viewers.add(Viewer.of(edge, "tree").awaitFrame(LAST));
                    assertThat(origin.metrics().relay.players()).isLessThanOrEqualTo(FANOUT);
                }
                encoder.sendGop();
                int last = encoder.sendGop();
                for (Viewer viewer : viewers) {
                    viewer.awaitFrame(last).assertGops(0, Encoder.GOP, 2 * Encoder.GOP);
                    viewer.assertUndisturbed();
                    assertThat(viewer.media()).isEqualTo(viewers.getFirst().media());
                }
                assertThat(origin.metrics().relay.players()).isEqualTo(FANOUT);
                assertThat(edges.stream().mapToLong(edge -> edge.metrics().relay.players()))
                        .as("the others are served by those two, one each")
                        .containsExactlyInAnyOrder(1L, 1L, 0L, 0L);
                assertThat(origin.metrics().pullsOverFanout.count()).isZero();
                assertThat(edges).allMatch(edge -> edge.metrics().startedPulls.count() == 1);

                viewers.forEach(Viewer::close);
                await("every pull is let go, from the leaves on")
                        .until(() -> origin.metrics().relay.connections.value() == 0
                                && edges.stream()
                                        .allMatch(edge -> edge.metrics().pulls.value() == 0));
            } finally {
                viewers.forEach(Viewer::close);
            }
        }
    }

    @Test
    void everyNodeTellsHowOldFramesAreWhenItHandsThemOn() {
        try (var cluster = new LiveCluster("relay.fanout=1")) {
            var origin = cluster.origin();
            var parent = cluster.edge();
            var child = cluster.edge();
            try (var encoder = Encoder.at(origin, "aged", 0);
                    var above = Viewer.of(parent, "aged").awaitFrame(LAST);
                    var below = Viewer.of(child, "aged").awaitFrame(LAST)) {
                assertThat(parent.metrics().relay.players()).isOne();
                for (LiveNode edge : List.of(parent, child)) {
                    await("the parent has told").until(() -> {
                        encoder.sendGop();
                        return edge.metric("headwater_relay_delay_seconds_count") > 0;
                    });
                    assertThat(edge.metric("headwater_relay_delay_seconds_sum")
                                    / edge.metric("headwater_relay_delay_seconds_count"))
                            .isBetween(0.0, 5.0);
                }
                assertThat(above.videoFrames()).startsWith(0);
                assertThat(below.videoFrames()).startsWith(0);
            }
        }
    }

    @Test
    void anEdgeThatDrainsSendsItsNodesToAnotherParent() {
        try (var cluster = new LiveCluster("relay.fanout=1")) {
            var origin = cluster.origin();
            var parent = cluster.edge("shutdown.drain-timeout=2s");
            var child = cluster.edge();
            try (var encoder = Encoder.at(origin, "drained", 0);
                    var above = Viewer.of(parent, "drained").awaitFrame(LAST);
                    var below = Viewer.of(child, "drained").awaitFrame(LAST)) {
                assertThat(parent.metrics().relay.players()).isOne();
                var _ = parent.stop();
                await().until(() -> parent.metrics().relay.players() == 0);
                int last = encoder.sendGop();
                below.awaitFrame(last).assertGops(0, Encoder.GOP);
                below.assertUndisturbed();
                assertThat(above.videoFrames()).startsWith(0);
            }
        }
    }
}
