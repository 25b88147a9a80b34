package dev.headwater.cluster.hazelcast;

import static dev.headwater.cluster.StreamDirectoryContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The event bus works over our configuration, with Java serialisation filtered. */
class ClusteredEventBusTest {
    @Test
    void everyNodeReachesEveryNode() {
        try (TestCluster cluster = new TestCluster()) {
            List<HazelcastCluster> members = List.of(cluster.origin("o1"), cluster.origin("o2"), cluster.edge("e1"));
            List<Vertx> nodes = new ArrayList<>();
            for (HazelcastCluster member : members) {
                nodes.add(get(member.clusteredVertx(new VertxOptions(), UnaryOperator.identity())));
            }
            for (int i = 0; i < nodes.size(); i++) {
                String name = "node" + i;
                get(nodes.get(i)
                        .eventBus()
                        .<String>consumer("ask." + name, message -> message.reply(message.body() + " from " + name))
                        .completion());
            }
            for (Vertx from : nodes) {
                for (int i = 0; i < nodes.size(); i++) {
                    assertThat(get(from.eventBus().<String>request("ask.node" + i, "hello"))
                                    .body())
                            .isEqualTo("hello from node" + i);
                }
            }

            get(nodes.get(1).close());
            get(members.get(1).leave());
            await().until(() -> members.getFirst().view().members() == 2);

            assertThat(get(nodes.get(2).eventBus().<String>request("ask.node0", "still"))
                            .body())
                    .isEqualTo("still from node0");
            get(nodes.get(0).close());
            get(nodes.get(2).close());
        }
    }

    @Test
    void anEdgeOutlivesItsOnlyOriginAndReachesTheNextOne() {
        try (TestCluster cluster = new TestCluster()) {
            HazelcastCluster first = cluster.origin("o1");
            HazelcastCluster edge = cluster.edge("e1");
            Vertx edgeVertx = get(edge.clusteredVertx(new VertxOptions(), UnaryOperator.identity()));
            get(edgeVertx
                    .eventBus()
                    .<String>consumer("ask.edge", message -> message.reply("here"))
                    .completion());
            first.terminate();
            await().until(() -> !edge.view().joined());

            HazelcastCluster second = cluster.origin("o2"); // joins the edge, there is nobody else
            await().until(() -> edge.view().joined());
            Vertx originVertx = get(second.clusteredVertx(new VertxOptions(), UnaryOperator.identity()));

            await().untilAsserted(() -> assertThat(get(originVertx.eventBus().<String>request("ask.edge", "?"))
                            .body())
                    .isEqualTo("here"));
            get(originVertx.close());
            get(edgeVertx.close());
        }
    }
}
