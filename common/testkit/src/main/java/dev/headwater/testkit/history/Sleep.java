package dev.headwater.testkit.history;

/**
 * A time in which a node stood still, for longer than it may own what it owned: that it serves no more before it was confirmed anew.
 *
 * @param patienceNanos how long it waits for that; then it goes on, since nobody seems to be there
 */
public record Sleep(String node, long fromNanos, long toNanos, long patienceNanos) {
    /** Whether {@code call} is of the time in which the node has to wait. */
    boolean holds(Call call) {
        long awake = call.fromNanos() - toNanos;
        return call.node().equals(node) && awake >= 0 && awake < patienceNanos;
    }

    /** Whether {@code call} was asked before the node was awake. */
    boolean isAfterBeginOf(Call call) {
        return toNanos - call.fromNanos() > 0;
    }

    /** Whether all of {@code call} was elsewhere, and while the node slept. */
    boolean missed(Call call) {
        return !call.node().equals(node) && call.fromNanos() - fromNanos >= 0 && toNanos - call.toNanos() >= 0;
    }
}
