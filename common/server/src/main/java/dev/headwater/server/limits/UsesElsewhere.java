package dev.headwater.server.limits;

import dev.headwater.cluster.NodeUses;
import dev.headwater.cluster.UsesDirectory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

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
        long now = nanoTime.getAsLong();
        int sum = 0;
        for (Heard heard : byNode.values()) {
            if (isBelieved(heard, now)) {
                sum += heard.uses.of(counted);
            }
        }
        return sum;
    }

    /** How many share what there is, this one with them. */
    int nodes() {
        return 1 + byNode.size();
    }

    private boolean isBelieved(Heard heard, long now) {
        return now - heard.atNanos < lifeNanos;
    }
}
