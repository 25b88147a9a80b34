package dev.headwater.media.hub;

/**
 * How fast a player's queue leaves, over the last one to two spans of time. A kernel takes much at once and then nothing for a
 * while: over a poor link a hundred kilobytes each second or two. Known only while something waits and goes on leaving: what a
 * connection will do that stood still, nobody knows. Confined to the player's loop.
 */
final class DrainPace {
    private final long spanNanos;
    private final long stillNanos;

    private boolean measures;
    private long sinceNanos;
    private long sinceDrained;
    private long midNanos;
    private long midDrained;
    private long lastNanos;
    private long lastDrained;

    /**
     * @param spanNanos the least time over which a pace is told
     * @param stillNanos after so long without progress the measure begins anew; longer than a poor link needs for what the kernel
     *     takes at once
     */
    DrainPace(long spanNanos, long stillNanos) {
        this.spanNanos = spanNanos;
        this.stillNanos = stillNanos;
    }

    /** Nothing waits: what left was what came, and tells nothing. */
    void idle(long drained) {
        measures = false;
        lastDrained = drained;
    }

    /**
     * How long {@code bytes} will take to leave; 0 if that is not known.
     *
     * @param drained bytes that have left so far
     */
    long nanosFor(long bytes, long drained, long now) {
        if (drained > lastDrained) {
            progress(drained, now);
        }
        long measuredNanos = now - sinceNanos;
        if (!measures || now - lastNanos > stillNanos || measuredNanos < spanNanos || lastDrained == sinceDrained) {
            return 0;
        }
        return (long) ((double) bytes / (lastDrained - sinceDrained) * measuredNanos);
    }

    private void progress(long drained, long now) {
        if (!measures || now - lastNanos > stillNanos) {
            measures = true;
            sinceNanos = now;
            sinceDrained = drained;
            midNanos = now;
            midDrained = drained;
        } else if (now - midNanos >= spanNanos) {
            sinceNanos = midNanos;
            sinceDrained = midDrained;
            midNanos = now;
            midDrained = drained;
        }
        lastNanos = now;
        lastDrained = drained;
    }
}
