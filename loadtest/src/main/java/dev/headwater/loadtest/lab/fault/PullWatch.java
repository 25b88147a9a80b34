package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Waiting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pulls between nodes from a moment on, by what both ends count of them: each connection that a node has accepted since then
 * must be one that another node counts as an attempt, and in the end there are as many pulls as before. An attempt that comes to no
 * connection, as those to a dead node, could hide one that nobody asked for; where nothing fails none may. For clusters without
 * {@code relay.fanout}. Confined to the lab's thread; blocks it.
 */
final class PullWatch {
    /** What nodes count, by their names; -1 stands for one that does not answer. */
    interface Counts {
        /** How often it has asked another node for a stream. */
        long attemptsOf(String node) throws InterruptedException;

        /** How many connections of other nodes it has accepted. */
        long acceptedBy(String node) throws InterruptedException;

        /** How many pulls the origins serve now, but for those that are gone. */
        long served(Set<String> gone) throws InterruptedException;
    }

    @FunctionalInterface
    private interface Count {
        long of(String node) throws InterruptedException;
    }

    private static final long UNKNOWN = -1;

    private final Notes notes;
    private final Counts counts;
    private final Duration patience;
    private final boolean forwarding;
    private final Map<String, Long> attempts = new LinkedHashMap<>();
    private final Map<String, Long> accepted = new LinkedHashMap<>();
    private final long servedBefore;

    /**
     * Begins now.
     *
     * @param patience for pulls that went another way
     * @param forwarding whether nodes connect for publishers, too: then no connection is held against anything
     */
    PullWatch(Notes notes, List<String> nodes, Counts counts, Duration patience, boolean forwarding)
            throws InterruptedException {
        this.notes = notes;
        this.counts = counts;
        this.patience = patience;
        this.forwarding = forwarding;
        for (String node : nodes) {
            attempts.put(node, counts.attemptsOf(node));
        }
        for (String node : nodes) { // after all attempts, and in the end before them: none is missed
            accepted.put(node, counts.acceptedBy(node));
        }
        servedBefore = counts.served(Set.of());
    }

    /** Begins now. */
    static PullWatch start(Scene scene) throws InterruptedException {
        var nodes = scene.cluster().nodes().stream().map(LabNode::name).toList();
        return new PullWatch(
                scene.notes(),
                nodes,
                new OfCluster(scene),
                Pulls.STRAIGHT_PATIENCE,
                scene.settings().throughEdges());
    }

    /**
     * Waits until the origins serve as many pulls as before, and {@code more}, and tells whether they do; and that every connection
     * until then was asked for.
     */
    void afterwards(int more, LabNode... gone) throws InterruptedException {
        afterwards(more, Stream.of(gone).map(LabNode::name).collect(Collectors.toSet()));
    }

    void afterwards(int more, Set<String> gone) throws InterruptedException {
        long wanted = servedBefore + more;
        boolean _ = Waiting.until(patience, () -> counts.served(gone) == wanted);
        long served = counts.served(gone);
        notes.exactly("pulls at the origins afterwards", served, servedBefore < 0 ? UNKNOWN - 1 : wanted);
        if (!forwarding) {
            notes.tell("attempts that came to no connection", connections(gone));
        }
    }

    /** The same where nothing failed: each attempt has come to a connection, and no pull is left over or missing. */
    void afterCalm() throws InterruptedException {
        notes.exactly("attempts that came to no connection", connections(Set.of()), 0);
    }

    /** Tells of them. @return how many attempts came to none */
    private long connections(Set<String> gone) throws InterruptedException {
        long connections = more(accepted, counts::acceptedBy, gone);
        long asked = more(attempts, counts::attemptsOf, gone);
        boolean known = connections >= 0 && asked >= 0;
        notes.tell("connections between nodes", connections);
        notes.exactly("of them that no node asked for", known ? Math.max(connections - asked, 0) : UNKNOWN, 0);
        return known ? Math.max(asked - connections, 0) : UNKNOWN;
    }

    private static long more(Map<String, Long> before, Count count, Set<String> gone) throws InterruptedException {
        long more = 0;
        for (var node : before.entrySet()) {
            if (!gone.contains(node.getKey())) {
                long now = count.of(node.getKey());
                if (now < 0 || node.getValue() < 0) {
                    return UNKNOWN;
                }
                more += now - node.getValue();
            }
        }
        return more;
    }

    /** What the nodes of a scene say. */
    private record OfCluster(Scene scene) implements Counts {
        @Override
        public long attemptsOf(String node) throws InterruptedException {
            return Pulls.attemptsOf(scene.cluster().node(node));
        }

        @Override
        public long acceptedBy(String node) throws InterruptedException {
            return Pulls.acceptedBy(scene.cluster().node(node));
        }

        @Override
        public long served(Set<String> gone) throws InterruptedException {
            var origins = scene.cluster().origins().stream()
                    .filter(origin -> !gone.contains(origin.name()))
                    .toList();
            return Pulls.servedBy(origins);
        }
    }
}
