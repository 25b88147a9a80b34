package dev.headwater.testkit.history;

import java.util.Set;

/**
 * A time in which some nodes may not have known what the others did: from the cut, or the moment in which a node froze, until
 * the halves have merged. While they merge a node may have left its half's records and not have got those of both.
 *
 * @param side the nodes on one side; all others are on the other
 * @param healedNanos when the merge may have begun
 * @param toNanos when it was complete
 */
public record Apart(Set<String> side, long fromNanos, long healedNanos, long toNanos) {
    public Apart {
        side = Set.copyOf(side);
    }

    /** Whether neither of two calls had to know of the other. */
    boolean separates(Call a, Call b) {
        boolean onTwoSides = side.contains(a.node()) != side.contains(b.node());
        return touches(a) && touches(b) && (onTwoSides || merging(a) || merging(b));
    }

    private boolean merging(Call call) {
        return call.toNanos() - healedNanos >= 0;
    }

    private boolean touches(Call call) {
        return call.fromNanos() - toNanos <= 0 && call.toNanos() - fromNanos >= 0;
    }
}
