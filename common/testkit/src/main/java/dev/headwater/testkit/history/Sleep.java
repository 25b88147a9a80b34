package dev.headwater.testkit.history;

/**
 * A time in which a node stood still, for longer than it may own what it owned: after it, it serves nothing before it was confirmed anew.
 *
 * @param patienceNanos how long it waits for that; then it goes on, since nobody seems to be there
 */
public record Sleep(String node, long fromNanos, long toNanos, long patienceNanos) {
    /** Whether {@code call} is of the time in which the node has to wait. */
    boolean holds(Call call) {
        long awake = call.fromNanos() - toNanos;
        return call.node().equals(node) && awake >= 0 && awake < patienceNanos;
    }

    /** Whether all of {@code call} was elsewhere, and while the node slept. */
    boolean missed(Call call) {
        return !call.node().equals(node) && call.fromNanos() - fromNanos >= 0 && toNanos - call.toNanos() >= 0;
    }
}
