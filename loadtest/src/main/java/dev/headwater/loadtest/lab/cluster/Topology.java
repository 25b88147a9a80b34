package dev.headwater.loadtest.lab.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What a fault is made in.
 *
 * @param streams that are published, each of 1 Mbit/s
 * @param players of each stream, spread over the edges
 */
public record Topology(List<NodeSpec> nodes, int streams, int players) {
    public Topology {
        nodes = List.copyOf(nodes);
    }

    /** Nodes of the usual size. */
    public static Topology of(int origins, int edges, int streams, int players) {
        var nodes = new ArrayList<NodeSpec>();
        IntStream.rangeClosed(1, origins).mapToObj(NodeSpec::origin).forEach(nodes::add);
        IntStream.rangeClosed(1, edges).mapToObj(NodeSpec::edge).forEach(nodes::add);
        return new Topology(nodes, streams, players);
    }

    /** The same with that many origins and edges at least, and a player of each stream for each edge. */
    public Topology atLeast(int origins, int edges) {
        long originsNow = nodes.stream().filter(NodeSpec::isOrigin).count();
        int allEdges = Math.max(edges, (int) (nodes.size() - originsNow));
        return of(Math.max(origins, (int) originsNow), allEdges, streams, Math.max(players, allEdges));
    }

    /** The same with another node of that name. */
    public Topology with(String name, UnaryOperator<NodeSpec> change) {
        var changed = nodes.stream()
                .map(node -> node.name().equals(name) ? change.apply(node) : node)
                .toList();
        return new Topology(changed, streams, players);
    }

    /** The same nodes, which know each other by names. */
    public Topology byName() {
        return new Topology(nodes.stream().map(NodeSpec::byName).toList(), streams, players);
    }

    /** The same nodes of that version. */
    public Topology of(Distribution version) {
        return new Topology(nodes.stream().map(node -> node.of(version)).toList(), streams, players);
    }

    /** The same nodes with that many streams. */
    public Topology withStreams(int count) {
        return new Topology(nodes, count, players);
    }
}
