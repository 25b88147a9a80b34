package dev.headwater.server.relay;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * The nodes through which a stream may be had while its owner is out of reach: all that have a relay port. Those that have the
 * stream already come first, then those of this zone; equals come in random order, so that edges that lose an owner together do
 * not run to one node.
 *
 * <p>One for all pulls of this node, which may lose an owner of hundreds of streams at one moment: so many ways are looked for at
 * a time, and a node that seems not to reach it either is not asked for the others in the next seconds. Thread-safe.
 */
final class DetourChoice {
    /** Pulls that may look for another way at one time. */
    static final int SLOTS = 32;

    /** For so long it is believed that a node does not reach an owner. */
    private static final Duration BELIEVED = Duration.ofSeconds(2);

    private final NodesView nodes;
    private final RelaySelf self;
    private final RandomGenerator random;
    private final Semaphore slots = new Semaphore(SLOTS); // nobody waits for one
    private final Map<Way, Long> closedSince = new ConcurrentHashMap<>(); // bounded by what can be asked in that time
    private final Map<Way, NotFound> notFound = new ConcurrentHashMap<>(); // likewise; the last of each

    /** From a node to an owner. */
    private record Way(RelayAddress node, String owner) {}

    private record NotFound(StreamKey stream, long sinceNanos) {}

    DetourChoice(NodesView nodes, RelaySelf self, RandomGenerator random) {
        this.nodes = nodes;
        this.self = self;
        this.random = random;
    }

    /** Takes a place among those that look for another way, to be given back by {@link #releaseSlot}. False if none is free. */
    boolean acquireSlot() {
        return slots.tryAcquire();
    }

    void releaseSlot() {
        slots.release();
    }

    /**
     * The node does not have a stream of the owner, and does not get an answer from it either.
     *
     * @param nowNanos by the clock of event loops
     */
    void reportUnreachable(RelayAddress node, StreamRecord owner, long nowNanos) {
        closedSince.values().removeIf(since -> !isRecent(since, nowNanos));
        closedSince.put(new Way(node, owner.originId()), nowNanos);
    }

    /**
     * The node says that it does not have a stream of the owner. Once, that may be the stream's fault; said of two streams within
     * 2 s, it means that the node cannot reach the owner.
     *
     * @param nowNanos by the clock of event loops
     */
    void reportNotFound(RelayAddress node, StreamRecord owner, long nowNanos) {
        notFound.values().removeIf(no -> !isRecent(no.sinceNanos, nowNanos));
        var before = notFound.put(new Way(node, owner.originId()), new NotFound(owner.key(), nowNanos));
        if (before != null && !before.stream.equals(owner.key())) {
            reportUnreachable(node, owner, nowNanos);
        }
    }

    private boolean mayReach(RelayAddress node, StreamRecord owner, long nowNanos) {
        var since = closedSince.get(new Way(node, owner.originId()));
        return since == null || !isRecent(since, nowNanos);
    }

    private static boolean isRecent(long sinceNanos, long nowNanos) {
        return nowNanos - sinceNanos < BELIEVED.toNanos();
    }

    /** The best first. Completes on any thread: hop. */
    Future<List<RelayAddress>> inOrder(StreamRecord owner, long nowNanos) {
        return nodes.recent().map(known -> inOrder(known, owner, nowNanos));
    }

    private List<RelayAddress> inOrder(List<NodeRecord> known, StreamRecord owner, long nowNanos) {
        var able = new ArrayList<>(known.stream()
                .filter(node -> node.ports().relay() != 0 && !node.draining())
                .filter(node -> !node.nodeId().equals(owner.originId()))
                .filter(node -> !node.nodeId().equals(self.node()))
                .toList());
        Collections.shuffle(able, random);
        able.sort(Comparator.comparing((NodeRecord node) -> !node.streams().mayHave(owner.key()))
                .thenComparing(node -> !node.zone().equals(self.zone())));
        return able.stream()
                .map(node -> new RelayAddress(node.hosts().relay(), node.ports().relay()))
                .filter(node -> mayReach(node, owner, nowNanos))
                .toList();
    }
}
