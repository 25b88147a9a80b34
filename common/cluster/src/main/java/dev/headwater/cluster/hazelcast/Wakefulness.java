package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.StreamDirectory;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * Whether this member was awake of late, and whether it has lost another one. Who stood still for so long that the others may have
 * given it up is not sure of them until {@link StreamDirectory#REUNITED_WITHIN} later, nor is who has just come or is about to merge. Sleep is
 * no time here: what was lost just before counts as lost just after. Confined to one thread but {@link #isSure}.
 */
final class Wakefulness {
    /** Call {@link #awake} as often. */
    static final Duration TICK = Duration.ofSeconds(1);

    private static final long SLEEP_NANOS = HazelcastCluster.STEADY_FOR.toNanos();
    private static final long WINDOW_NANOS = StreamDirectory.REUNITED_WITHIN.toNanos();

    private Set<UUID> others = Set.of();
    private boolean hasLost;
    private long lostNanos;
    private volatile boolean merging;
    private volatile long wokenNanos; // written before the next
    private volatile long tickedNanos;

    /** @param nowNanos when this member came */
    Wakefulness(long nowNanos) {
        wokenNanos = nowNanos;
        tickedNanos = nowNanos;
    }

    /** This member is awake, and has {@code inSight} in sight. */
    void awake(Set<UUID> inSight, long nowNanos) {
        long sinceTick = nowNanos - tickedNanos;
        if (sinceTick >= SLEEP_NANOS) {
            wokenNanos = nowNanos;
            lostNanos += sinceTick;
        }
        tickedNanos = nowNanos;
        if (!inSight.containsAll(others)) {
            hasLost = true;
            lostNanos = nowNanos;
        }
        others = inSight;
        hasLost = hasLost && nowNanos - lostNanos <= WINDOW_NANOS;
    }

    /** Whether it has lost one of late. */
    boolean hasLost() {
        return hasLost;
    }

    /** It is about to join another half of the cluster. Any thread. */
    void merging() {
        merging = true;
    }

    /** It has joined it: whoever went before is of no account. */
    void merged() {
        merging = false;
        others = Set.of();
        hasLost = false;
    }

    /** Whether it knows who is there. Any thread. */
    boolean isSure(long nowNanos) {
        return nowNanos - tickedNanos < SLEEP_NANOS && nowNanos - wokenNanos > WINDOW_NANOS && !merging;
    }
}
