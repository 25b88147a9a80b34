package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Any number of players at an edge cost the origin one pull, and none when they have gone. */
class OnePullTest {
    private static final Duration LINGER = Duration.ofSeconds(3);
    private static final Duration WAIT = Duration.ofMillis(400);
    private static final LiveCluster CLUSTER =
            new LiveCluster("play.linger=" + LINGER.toMillis() + "ms", "play.wait=" + WAIT.toMillis() + "ms");
    private static LiveNode origin;
    private static LiveNode edge;

    @BeforeAll
    static void start() {
        origin = CLUSTER.origin();
        edge = CLUSTER.edge();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void manyPlayersAtOnceCauseOnePullAndNoneIsLeftAfterThem() throws Exception {
        double pullsBefore = edge.metrics().startedPulls.count();
        try (var encoder = Encoder.at(origin, "crowd", 0);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var viewers = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() -> Viewer.of(edge, "crowd").awaitFrame(Encoder.GOP - 1)))
                    .toList();
            for (Future<Viewer> viewer : viewers) {
                viewer.get();
            }
            assertThat(edge.metrics().rtmp.players()).isEqualTo(50);
            assertThat(origin.metrics().relay.players()).isOne();
            assertThat(edge.metrics().startedPulls.count() - pullsBefore).isOne();

            int last = encoder.sendGop();
            for (Future<Viewer> viewer : viewers) {
                viewer.get().awaitFrame(last).assertGops(0, Encoder.GOP);
                viewer.get().close();
            }
            await("the pull is over")
                    .until(() -> origin.metrics().relay.players() == 0
                            && origin.metrics().relay.connections.value() == 0
                            && edge.metric("headwater_pulls") == 0);
        }
    }

    @Test
    void playerWhoComesInTheLingerCostsNoPull() {
        try (var encoder = Encoder.at(origin, "linger", 0)) {
            try (var first = Viewer.of(edge, "linger")) {
                first.awaitFrame(Encoder.GOP - 1);
            }
            await().until(() -> edge.metrics().rtmp.players() == 0);
            double pulls = edge.metrics().startedPulls.count();
            try (var second = Viewer.of(edge, "linger")) {
                second.awaitFrame(encoder.sendGop());
            }
            assertThat(edge.metrics().startedPulls.count()).isEqualTo(pulls);
        }
    }

    @Test
    void unknownStreamIsNotFoundAfterTheWait() {
        for (LiveNode node : new LiveNode[] {origin, edge}) {
            try (var peer = node.client()) {
                int stream = peer.createStream();
                long asked = System.nanoTime();
                peer.command(stream, "play", 3, null, "nobody", -2000);
                peer.awaitStatus("NetStream.Play.StreamNotFound");
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(WAIT);
                peer.awaitClose();
            }
            await().until(() -> node.metric("headwater_pulls") == 0);
        }
    }

    @Test
    void playerWhoComesFirstGetsTheStreamFromItsFirstFrame() {
        try (var peer = edge.client()) {
            int stream = peer.createStream();
            peer.command(stream, "play", 3, null, "early", -2000);
            await().until(() -> edge.metric("headwater_pulls") > 0);
            try (var encoder = Encoder.at(origin, "early", 0)) {
                var viewer = Viewer.on(peer).awaitFrame(Encoder.GOP - 1);
                viewer.awaitFrame(encoder.sendGop()).assertGops(0, Encoder.GOP);
                viewer.assertUndisturbed();
            }
        }
    }
}
