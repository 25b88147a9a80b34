package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.LogCapture;
import org.junit.jupiter.api.Test;

/** Where a broadcaster may knock, and that nobody lets him in unasked. */
class PublishAnywhereTest {
    private static final int LAST = Encoder.GOP - 1;

    @Test
    void edgeForwardsAPublishToAnOrigin() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("the edge knows the origin").until(() -> edge.knows(origin));
            try (var encoder = Encoder.at(edge, "forwarded", 0);
                    var near = Viewer.of(origin, "forwarded");
                    var far = Viewer.of(edge, "forwarded")) {
                assertThat(edge.streams())
                        .containsExactly("forwarded@" + origin.node().name());
                near.awaitFrame(LAST);
                far.awaitFrame(LAST);
                int last = encoder.sendGop();
                near.awaitFrame(last).assertGops(0, Encoder.GOP);
                far.awaitFrame(last).assertGops(0, Encoder.GOP);

                encoder.fcUnpublish();
                near.awaitEnd();
                far.awaitEnd();
                await("the name given up").until(() -> edge.streams().isEmpty());
            }
        }
    }

    @Test
    void publishIsRefusedUntilSomebodyOpensIt() {
        try (var cluster = new LiveCluster();
                var log = LogCapture.of("dev.headwater")) {
            var origin = cluster.origin("auth.publish=refuse");
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("auth.publish=refuse: nobody may publish here; ")
                    .contains("auth.publish=keys", "auth.publish=open");
            try (var peer = origin.client()) {
                int stream = peer.createStream();
                peer.command(stream, "publish", 3, null, "closed", "live");
                peer.awaitStatus("NetStream.Publish.Denied");
                peer.awaitClose();
            }
            assertThat(log.warnings())
                    .filteredOn(line -> line.startsWith("refused publish"))
                    .singleElement()
                    .asString()
                    .contains("stream=live/closed", "auth.publish=refuse");
            assertThat(origin.metric("headwater_connection_rejected_total", "reason=\"publish_denied\""))
                    .isOne();
            assertThat(origin.streams()).isEmpty();
            assertThat(log.stackTraces()).isZero();
        }
    }
}
