package dev.headwater.server.route;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The edges for a player of a stream, the best first. Thread-safe.
 *
 * <p>By {@link Preference}; then by load, where an edge that has the stream already
 * may carry more and still be the better one, since it costs no pull. Loads that differ by less than they change between two
 * announcements count as equal, and equals come in random order, so that a crowd does not run to one of them.
 */
public final class EdgeChoice {
    /** How much more load an edge may have that needs no pull. */
    private static final double WORTH_OF_A_PULL = 0.2;

    private static final double EQUAL_LOADS = 0.05;

    private final NodesView nodes;
    private final RandomGenerator random;

    public EdgeChoice(NodesView nodes, RandomGenerator random) {
        this.nodes = nodes;
        this.random = random;
    }

    /** Those that take players now, in one way at least; empty if there are none. Completes on any thread: hop. */
    Future<List<NodeRecord>> inOrder(StreamKey key, String zone) {
        return nodes.recent().map(known -> inOrder(known, NodeRecord.EDGE, key, zone));
    }

    /** The same of origins, which serve players where there is no edge. */
    Future<List<NodeRecord>> originsInOrder(StreamKey key, String zone) {
        return nodes.recent().map(known -> inOrder(known, NodeRecord.ORIGIN, key, zone));
    }

    private List<NodeRecord> inOrder(List<NodeRecord> known, String role, StreamKey key, String zone) {
        var found = new ArrayList<>(known.stream()
                .filter(node -> node.role().equals(role) && takesPlayers(node))
                .toList());
        Collections.shuffle(found, random);
        found.sort(new Preference(zone).thenComparingLong(node -> cost(node, key)));
        return found;
    }

    static boolean takesPlayers(NodeRecord node) {
        return !node.draining() && Arrays.stream(Endpoint.values()).anyMatch(way -> way.isAt(node, false));
    }

    private static long cost(NodeRecord node, StreamKey key) {
        double cost = node.load() + (node.streams().mayHave(key) ? 0 : WORTH_OF_A_PULL);
        return Math.round(cost / EQUAL_LOADS);
    }
}
