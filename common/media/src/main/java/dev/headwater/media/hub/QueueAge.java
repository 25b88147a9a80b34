package dev.headwater.media.hub;

/**
 * How long the oldest byte of a player's queue has waited, from the player's counts of written and pending bytes alone. Exact
 * to an eighth of the bound, in a fixed 16 marks. Confined to the player's loop.
 */
final class QueueAge {
    private static final int MARKS = 16;

    private final long spacingNanos;
    private final long[] ends = new long[MARKS];
    private final long[] starts = new long[MARKS];
    private int first;
    private int count;

    QueueAge(long boundNanos) {
        this.spacingNanos = boundNanos / 8;
    }

    /**
     * Notes a write.
     *
     * @param position bytes written so far, this write included
     */
    void wrote(long position, long now) {
        int last = (first + count - 1) & (MARKS - 1);
        if (count > 0 && (now - starts[last] < spacingNanos || count == MARKS)) {
            ends[last] = position;
            return;
        }
        int next = (first + count) & (MARKS - 1);
        starts[next] = now;
        ends[next] = position;
        count++;
    }

    /** Nothing waits. */
    void idle() {
        count = 0;
    }

    /**
     * The age of the oldest byte; 0 if none waits.
     *
     * @param drained bytes that have left the queue so far
     */
    long nanos(long drained, long now) {
        while (count > 0 && ends[first] <= drained) {
            first = (first + 1) & (MARKS - 1);
            count--;
        }
        return count == 0 ? 0 : now - starts[first];
    }
}
