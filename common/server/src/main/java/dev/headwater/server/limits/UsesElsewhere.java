package dev.headwater.server.limits;

import dev.headwater.cluster.NodeUses;
import dev.headwater.cluster.UsesDirectory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What the other nodes told last of their uses; of one that fell silent, nothing any more. Thread-safe; bounded by the nodes. */
public final class UsesElsewhere implements UsesDirectory.Watcher {
    private final String self;
    private final long lifeNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Heard> byNode = new ConcurrentHashMap<>();

    private record Heard(NodeUses uses, long atNanos) {}

    /**
     * @param self our own {@code node.name}
     * @param life how long a node is believed ({@code cluster.record-life})
     * @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime}
     */
    public UsesElsewhere(String self, Duration life, LongSupplier nanoTime) {
        this.self = self;
        this.lifeNanos = life.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public void uses(NodeUses uses) {
        if (!uses.nodeId().equals(self)) {
            long now = nanoTime.getAsLong();
            byNode.values().removeIf(heard -> !isBelieved(heard, now));
            byNode.put(uses.nodeId(), new Heard(uses, now));
        }
    }

    @Override
    public void gone(String nodeId) {
        byNode.remove(nodeId);
    }

    int count(long counted) {
        return believed().mapToInt(heard -> heard.uses.of(counted)).sum();
    }

    /** How many share what there is, this one with them. */
    int nodes() {
        return 1 + (int) believed().count();
    }

    private Stream<Heard> believed() {
        long now = nanoTime.getAsLong();
        return byNode.values().stream().filter(heard -> isBelieved(heard, now));
    }

    private boolean isBelieved(Heard heard, long now) {
        return now - heard.atNanos < lifeNanos;
    }
}
