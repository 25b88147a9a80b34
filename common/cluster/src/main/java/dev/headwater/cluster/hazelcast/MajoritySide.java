package dev.headwater.cluster.hazelcast;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Whether this node is on the larger side when members vanish. A member that was frozen and thaws sees the others go one
 * after the other, so the measure is not the last size of the cluster but the largest within a window. Edges count as origins do: of two
 * origins the one that is left could never tell without them, and where most edges are, most players are. Who left in order counts as
 * who was lost: only records could tell, and all of them have run out for a member that was frozen. Not thread-safe.
 */
final class MajoritySide {
    private final long windowNanos;
    private final ArrayDeque<Size> sizes = new ArrayDeque<>(); // one per change of membership within the window

    private record Size(long untilNanos, int members) {}

    MajoritySide(Duration window) {
        this.windowNanos = window.toNanos();
    }

    /** The cluster had {@code members} until now. */
    void had(int members, long nowNanos) {
        forget(nowNanos);
        sizes.addLast(new Size(nowNanos, members));
    }

    /** Whether the {@code members} in sight are more than half of what there was. */
    boolean holds(int members, long nowNanos) {
        forget(nowNanos);
        int largest = members;
        for (Size size : sizes) {
            largest = Math.max(largest, size.members());
        }
        return 2 * members > largest;
    }

    private void forget(long nowNanos) {
        sizes.removeIf(size -> nowNanos - size.untilNanos() > windowNanos);
    }
}
