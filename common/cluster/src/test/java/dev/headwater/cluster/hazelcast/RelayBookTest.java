package dev.headwater.cluster.hazelcast;

import static dev.headwater.cluster.StreamDirectoryContract.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.RelayBook.Addition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelayBookTest {
    @Test
    void whatOneNodeAddsEveryNodeKnowsAndMayTakeOut() {
        try (TestCluster cluster = new TestCluster()) {
            var origin = cluster.origin("o1");
            var edge = cluster.edge("e1");
            assertThat(get(edge.relayBook().add("cam", "first"))).isEqualTo(Addition.ADDED);
            assertThat(get(origin.relayBook().add("cam", "second"))).isEqualTo(Addition.TAKEN);
            assertThat(get(origin.relayBook().all())).isEqualTo(Map.of("cam", "first"));
            assertThat(get(origin.relayBook().remove("cam"))).isTrue();
            assertThat(get(edge.relayBook().remove("cam"))).isFalse();
            assertThat(get(edge.relayBook().all())).isEmpty();
        }
    }

    @Test
    void itOutlivesTheOriginThatItWasAddedAt() {
        try (TestCluster cluster = new TestCluster()) {
            var doomed = cluster.origin("o1");
            var survivor = cluster.origin("o2");
            for (int i = 0; i < 20; i++) {
                get(doomed.relayBook().add("relay-" + i, "to somewhere"));
            }
            doomed.terminate();
            assertThat(get(survivor.relayBook().all())).hasSize(20);
        }
    }

    @Test
    void itIsBounded() {
        try (TestCluster cluster = new TestCluster()) {
            var book = cluster.origin("o1").relayBook();
            for (int i = 0; i < HazelcastRelayBook.MAX; i++) {
                get(book.add("relay-" + i, ""));
            }
            assertThat(get(book.add("one-more", ""))).isEqualTo(Addition.FULL);
            assertThat(get(book.add("relay-0", ""))).isEqualTo(Addition.TAKEN);
        }
    }
}
