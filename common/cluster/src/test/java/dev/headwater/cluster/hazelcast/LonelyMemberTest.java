package dev.headwater.cluster.hazelcast;

import static dev.headwater.cluster.StreamDirectoryContract.get;
import static dev.headwater.cluster.StreamDirectoryContract.granted;
import static dev.headwater.cluster.StreamDirectoryContract.newKey;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.ClusterView;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.DirectoryUnavailableException;
import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.testkit.Ports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LonelyMemberTest {
    private static final Logger LOG = LoggerFactory.getLogger(LonelyMemberTest.class);

    @Test
    void anOriginWhoseMembersAreNotThereStandsAlone() {
        int nobody = Ports.free();
        try (TestCluster cluster = new TestCluster()) {
            long start = System.nanoTime();
            int own = Ports.free();
            HazelcastCluster alone = cluster.join("o1", false, own, List.of("127.0.0.1:" + own, "127.0.0.1:" + nobody));
            LOG.info("a lone origin started in {} ms", (System.nanoTime() - start) / 1_000_000);

            assertThat(alone.view()).isEqualTo(new ClusterView(1, 1, true));
            StreamRecord owned = granted(alone.streams().claim(Records.takeover(newKey(), "o1")));
            assertThat(get(alone.streams().find(owned.key()))).contains(owned);
        }
    }

    @Test
    void aMemberThatEndsByItselfIsToldOfAndOneThatLeavesIsNot() {
        try (TestCluster cluster = new TestCluster()) {
            HazelcastCluster ended = cluster.origin("o1");
            ended.hazelcast().getLifecycleService().terminate(); // as after a merge that failed
            assertThat(ended.lost().succeeded()).isTrue();

            HazelcastCluster left = cluster.origin("o2");
            get(left.leave());
            assertThat(left.lost().isComplete()).isFalse();
        }
    }

    @Test
    void aTakenPortIsAFailureAndNotAnotherPort() throws IOException {
        try (TestCluster cluster = new TestCluster();
                ServerSocket taken = new ServerSocket(0)) {
            Future<HazelcastCluster> join =
                    HazelcastCluster.join(cluster.settings("o1", false, taken.getLocalPort(), List.of()));
            assertThatThrownBy(
                            () -> join.toCompletionStage().toCompletableFuture().get(20, SECONDS))
                    .hasStackTraceContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void anEdgeThatCameBeforeItsOriginWorksAsSoonAsThatIsThere() throws Exception {
        int originPort = Ports.free();
        try (TestCluster cluster = new TestCluster()) {
            HazelcastCluster edge = cluster.join("e1", true, 0, List.of("127.0.0.1:" + originPort));
            assertThat(edge.view()).isEqualTo(new ClusterView(1, 0, false));
            assertThatThrownBy(() -> edge.streams()
                            .find(newKey())
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, SECONDS))
                    .hasCauseInstanceOf(DirectoryUnavailableException.class)
                    .hasMessageContaining("no origin in the cluster yet");
            Set<DirectoryChange> heard = ConcurrentHashMap.newKeySet();
            edge.streams().watch(heard::add);
            Vertx edgeVertx = get(edge.clusteredVertx(new VertxOptions(), UnaryOperator.identity()));
            edgeVertx.eventBus().consumer("ask-the-edge", message -> message.reply("here"));

            HazelcastCluster origin = cluster.join("o1", false, originPort, List.of());
            Vertx originVertx = get(origin.clusteredVertx(new VertxOptions(), UnaryOperator.identity()));

            await().until(() -> edge.view().joined());
            StreamRecord owned = granted(origin.streams().claim(Records.takeover(newKey(), "o1")));
            await().untilAsserted(() ->
                    assertThat(get(edge.streams().find(owned.key()))).contains(owned));
            await().until(() -> {
                get(origin.streams().announce(owned));
                return heard.contains(new DirectoryChange.Owned(owned));
            });
            await().until(() -> originVertx
                    .eventBus()
                    .request("ask-the-edge", "?")
                    .map(reply -> reply.body().equals("here"))
                    .otherwise(false)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, SECONDS));
            get(originVertx.close());
            get(edgeVertx.close());
        }
    }
}
