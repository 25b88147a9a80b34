package dev.headwater.cluster.hazelcast;

import static dev.headwater.cluster.StreamDirectoryContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.NodeUses;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.UsesDirectory;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UsesTest {
    /** Records outlive the test, so that what goes was reclaimed. */
    private static final Succession LONG =
            new Succession(Duration.ofSeconds(2), Duration.ofMinutes(10), Duration.ofHours(1));

    /** What one node knows of all. */
    private static final class Known implements UsesDirectory.Watcher {
        private final Map<String, Map<Long, Integer>> byNode = new ConcurrentHashMap<>();

        @Override
        public void uses(NodeUses uses) {
            byNode.put(uses.nodeId(), uses.counts());
        }

        @Override
        public void gone(String nodeId) {
            byNode.remove(nodeId);
        }
    }

    @Test
    void everyNodeHearsOfEachAndOfWhatStoodAlready() {
        try (TestCluster cluster = new TestCluster()) {
            HazelcastCluster o1 = cluster.origin("o1");
            get(o1.uses().announce(new NodeUses("o1", Map.of(1L, 5, -7L, 2))));
            HazelcastCluster e1 = cluster.edge("e1");
            var known = new Known();
            e1.uses().watch(known);
            await().until(() -> known.byNode.containsKey("o1"));
            assertThat(known.byNode.get("o1")).containsExactlyInAnyOrderEntriesOf(Map.of(1L, 5, -7L, 2));
            get(o1.uses().announce(new NodeUses("o1", Map.of(1L, 6))));
            await().until(() -> Map.of(1L, 6).equals(known.byNode.get("o1")));
            get(e1.uses().announce(new NodeUses("e1", Map.of())));
            get(o1.uses().withdraw("o1"));
            await().until(() -> known.byNode.keySet().equals(Set.of("e1")));
        }
    }

    @Test
    void lostNodeUsesNothing() {
        try (TestCluster cluster = new TestCluster(LONG)) {
            HazelcastCluster o1 = cluster.origin("o1");
            HazelcastCluster o2 = cluster.origin("o2");
            cluster.origin("o3");
            get(o2.uses().announce(new NodeUses("o2", Map.of(1L, 5))));
            var known = new Known();
            o1.uses().watch(known);
            await().until(() -> known.byNode.containsKey("o2"));
            o2.terminate();
            await().until(known.byNode::isEmpty);
        }
    }

    @Test
    void ofTooManyCountsTheHighestAreToldAndTheNamesThatArePublished() {
        var counts = LongStream.rangeClosed(1, NodeUses.MAX + 10L)
                .boxed()
                .collect(Collectors.toMap(counted -> counted, Long::intValue));
        var uses = NodeUses.of("n", Map.of(-1L, 1, -2L, 1), counts);
        assertThat(uses.counts()).hasSize(NodeUses.MAX);
        assertThat(uses.of(12)).isZero();
        assertThat(uses.of(13)).isEqualTo(13);
        assertThat(uses.of(-1)).isEqualTo(1);
        assertThat(uses.of(-2)).isEqualTo(1);
    }

    @Test
    void highestCountsAreToldHoweverManyNamesArePublished() {
        var published =
                LongStream.rangeClosed(1, NodeUses.MAX).boxed().collect(Collectors.toMap(name -> name, name -> 1));
        var uses = NodeUses.of("n", published, Map.of(-1L, NodeUses.MAX, -2L, 1));
        assertThat(uses.counts()).hasSize(NodeUses.MAX);
        assertThat(uses.of(-1)).isEqualTo(NodeUses.MAX);
    }
}
