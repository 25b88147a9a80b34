package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OriginChoiceTest {
    private long now;
    private final OriginChoice choice = new OriginChoice("west", RandomGenerator.of("L64X128MixRandom"), () -> now);

    private static NodeRecord origin(String id, String zone, double load) {
        return TestNode.origin(id).zone(zone).load(load).record();
    }

    private List<String> order(NodeRecord... nodes) {
        return orderAfter("", nodes);
    }

    private List<String> orderAfter(String lost, NodeRecord... nodes) {
        return choice.inOrder(List.of(nodes), lost).stream()
                .map(NodeRecord::nodeId)
                .toList();
    }

    @Test
    void onlyOriginsThatDoNotDrainTakePublishers() {
        assertThat(order(
                        TestNode.edge("edge").zone("west").record(),
                        TestNode.origin("leaving").zone("west").draining(true).record(),
                        origin("staying", "west", 1)))
                .containsExactly("staying");
    }

    @Test
    void theOwnZoneComesFirstHoweverLoaded() {
        assertThat(order(origin("far", "east", 0), origin("near", "west", 0.9))).containsExactly("near", "far");
    }

    @Test
    void theOneThatWasLostComesLastEvenBehindOtherZones() {
        assertThat(orderAfter("near", origin("far", "east", 0.9), origin("near", "west", 0)))
                .containsExactly("far", "near");
    }

    @Test
    void ofTwoTheLessLoadedComesFirst() {
        for (int i = 0; i < 20; i++) {
            assertThat(order(origin("busy", "west", 0.8), origin("idle", "west", 0.1)))
                    .containsExactly("idle", "busy");
        }
    }

    @Test
    void aFullOneIsTheLastOfItsZone() {
        assertThat(order(
                        origin("full", "west", 0.95),
                        origin("far", "east", 0),
                        origin("busy", "west", 0.85),
                        origin("far-full", "east", 0.9)))
                .containsExactly("busy", "full", "far", "far-full");
    }

    @Test
    void behindTheChoiceTheMostLoadedComesLast() {
        for (int i = 0; i < 20; i++) {
            assertThat(order(
                            origin("busy", "west", 0.8),
                            origin("a", "west", 0.1),
                            origin("b", "west", 0.2),
                            origin("c", "west", 0.3)))
                    .endsWith("busy");
        }
    }

    @Test
    void oneThatWasSilentComesLastForAWhile() {
        var nodes =
                new NodeRecord[] {origin("silent", "west", 0), origin("busy", "west", 0.8), origin("far", "east", 0)};
        choice.silent("silent");
        assertThat(order(nodes)).containsExactly("busy", "far", "silent");
        now = Duration.ofSeconds(11).toNanos();
        assertThat(order(nodes)).containsExactly("silent", "busy", "far");
        choice.silent("silent");
        choice.heard("silent");
        assertThat(order(nodes)).containsExactly("silent", "busy", "far");
    }

    @Test
    void everyOriginThatIsNotTheMostLoadedIsChosenNowAndThen() {
        var nodes = new NodeRecord[] {origin("a", "west", 0.1), origin("b", "west", 0.2), origin("c", "west", 0.3)};
        var firsts =
                IntStream.range(0, 200).mapToObj(i -> order(nodes).getFirst()).distinct();
        assertThat(firsts).containsExactlyInAnyOrder("a", "b");
    }
}
