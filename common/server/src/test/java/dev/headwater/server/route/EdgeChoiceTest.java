package dev.headwater.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.HeldStreams;
import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.Refusals;
import dev.headwater.cluster.TestNode;
import dev.headwater.media.StreamKey;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EdgeChoiceTest {
    private static final StreamKey KEY = new StreamKey("live", "one");
    private static final HeldStreams HAS_IT = HeldStreams.of(List.of(KEY));

    private final LocalNodeDirectory nodes = new LocalNodeDirectory();
    private long now;
    private final EdgeChoice choice =
            new EdgeChoice(new NodesView(nodes, () -> now), RandomGenerator.of("L64X128MixRandom"));

    private void edge(String id, String zone, double load, HeldStreams streams) {
        edge(id, zone, load, streams, Refusals.NONE);
    }

    private void edge(String id, String zone, double load, HeldStreams streams, Refusals refusals) {
        nodes.announce(TestNode.edge(id)
                .zone(zone)
                .rtmp(1935)
                .http(8080)
                .load(load)
                .streams(streams)
                .refusals(refusals)
                .record());
    }

    private List<String> order(String zone) {
        now += 2_000_000_000L;
        return choice.inOrder(KEY, zone).await().stream()
                .map(NodeRecord::nodeId)
                .toList();
    }

    @Test
    void theCallersZoneComesBeforeAnythingElse() {
        edge("far-idle", "east", 0, HAS_IT);
        edge("near-busy", "west", 0.8, HeldStreams.NONE);
        assertThat(order("west")).containsExactly("near-busy", "far-idle");
        assertThat(order("east")).containsExactly("far-idle", "near-busy");
    }

    @Test
    void thenTheLoadDecides() {
        edge("busy", "west", 0.5, HeldStreams.NONE);
        edge("idle", "west", 0.1, HeldStreams.NONE);
        edge("half", "west", 0.3, HeldStreams.NONE);
        assertThat(order("west")).containsExactly("idle", "half", "busy");
    }

    @Test
    void havingTheStreamOutweighsSomeLoadAndNotAll() {
        edge("idle", "west", 0.1, HeldStreams.NONE);
        edge("has-it", "west", 0.2, HAS_IT);
        assertThat(order("west")).containsExactly("has-it", "idle");
        edge("has-it", "west", 0.5, HAS_IT);
        assertThat(order("west")).containsExactly("idle", "has-it");
    }

    @Test
    void aFullEdgeIsTheLastOfItsZone() {
        edge("full", "west", 0.95, HAS_IT);
        edge("busy", "west", 0.85, HeldStreams.NONE);
        edge("far", "east", 0, HeldStreams.NONE);
        assertThat(order("west")).containsExactly("busy", "full", "far");
    }

    @Test
    void whoRefusesEverybodyIsNoEdge() {
        edge("full", "west", 1, HAS_IT, new Refusals(true, true, true));
        edge("far", "east", 0.9, HeldStreams.NONE);
        assertThat(order("west")).containsExactly("far");
    }

    @Test
    void whoRefusesPlayersInOneWayIsAnEdgeForOthers() {
        edge("by-http", "west", 1, HAS_IT, new Refusals(true, false, true));
        edge("by-rtmp", "west", 1, HAS_IT, new Refusals(false, true, true));
        assertThat(order("west")).containsExactlyInAnyOrder("by-http", "by-rtmp");
    }

    @Test
    void equalsTakeTurns() {
        edge("a", "west", 0.30, HeldStreams.NONE);
        edge("b", "west", 0.31, HeldStreams.NONE);
        var first = new HashSet<String>();
        for (int i = 0; i < 100; i++) {
            first.add(order("west").getFirst());
        }
        assertThat(first).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whoDrainsOrTakesNoPlayersIsNoEdge() {
        nodes.announce(TestNode.edge("drains").rtmp(1935).draining(true).record());
        nodes.announce(TestNode.edge("deaf").record());
        nodes.announce(TestNode.origin("origin").rtmp(1935).relay(1).record());
        assertThat(order("")).isEmpty();
    }
}
