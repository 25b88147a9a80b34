package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.ScriptedPeer;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An edge that others pull from dies without a word: their players do not notice. */
class ParentKilledTest {
    private static final int LAST = Encoder.GOP - 1;
    private static final int GOP_MS = 400;

    /** A second beyond the next key frame. */
    private static final int MAY_BE_LOST = Encoder.GOP + 1_000 * Encoder.GOP / GOP_MS;

    @Test
    void playersGoOnWithTheNextParent() {
        try (var cluster = new LiveCluster("relay.fanout=1")) {
            var origin = cluster.origin();
            var settings = cluster.settings("doomed");
            try (var doomed = NodeProcess.start("edge", settings)) {
                int doomedPort = NodeProcess.port(doomed);
                var edge = cluster.edge();
                try (var encoder = Encoder.at(origin, "tree", 0);
                        var first = ScriptedPeer.connected(doomedPort, LiveNode.APP);
                        var pace = Executors.newSingleThreadScheduledExecutor()) {
                    first.play("tree");
                    Viewer.on(first).awaitFrame(LAST);
                    try (var viewer = Viewer.of(edge, "tree").awaitFrame(LAST)) {
                        assertThat(origin.metrics().relay.players())
                                .as("the second edge pulls from the first")
                                .isOne();
                        var sending = pace.scheduleAtFixedRate(encoder::sendGop, 0, GOP_MS, TimeUnit.MILLISECONDS);
                        viewer.awaitFrame(LAST + 3 * Encoder.GOP);
                        doomed.kill();
                        first.awaitClose();
                        int end = LAST + 13 * Encoder.GOP;
                        viewer.awaitFrame(end);
                        sending.cancel(false);
                        viewer.assertUndisturbed();
                        var frames = viewer.videoFrames();
                        assertThat(frames).isSorted().doesNotHaveDuplicates();
                        assertThat(end + 1 - frames.indexOf(end) - 1)
                                .as("frames lost with the parent")
                                .isLessThanOrEqualTo(MAY_BE_LOST);
                        assertThat(origin.metrics().relay.players()).isOne();
                    }
                }
            }
        }
    }
}
