package dev.headwater.media.hub;

/**
 * How fast bytes reach a player, over the last one to two spans of time. They do in steps: a kernel takes much at once and then
 * nothing for a while. Known only while something waits and goes on leaving: what a connection will do that stood still, nobody
 * knows. Confined to the player's loop.
 */
final class DrainPace {
    private final long spanNanos;
    private final long stillNanos;

    private boolean waits;
    private boolean measures;
    private long sinceNanos;
    private long sinceReached;
    private long midNanos;
    private long midReached;
    private long lastNanos;
    private long lastReached;

    /**
     * @param spanNanos the least time over which a pace is told
     * @param stillNanos after so long without progress the measure begins anew
     */
    DrainPace(long spanNanos, long stillNanos) {
        this.spanNanos = spanNanos;
        this.stillNanos = stillNanos;
    }

    /** Nothing waits: what left was what came, and tells nothing. */
    void idle() {
        waits = false;
        measures = false;
    }

    /**
     * How long {@code bytes} will take; 0 if that is not known.
     *
     * @param reached bytes that have reached the player so far, about: it may be less than the last time
     */
    long nanosFor(long bytes, long reached, long now) {
        if (!waits) {
            waits = true;
            lastReached = reached;
        } else if (reached > lastReached) {
            progress(reached, now);
        }
        long measuredNanos = now - sinceNanos;
        if (!measures || now - lastNanos > stillNanos || measuredNanos < spanNanos || lastReached == sinceReached) {
            return 0;
        }
        return (long) ((double) bytes / (lastReached - sinceReached) * measuredNanos);
    }

    private void progress(long reached, long now) {
        if (!measures || now - lastNanos > stillNanos) {
            measures = true;
            sinceNanos = now;
            sinceReached = reached;
            midNanos = now;
            midReached = reached;
        } else if (now - midNanos >= spanNanos) {
            sinceNanos = midNanos;
            sinceReached = midReached;
            midNanos = now;
            midReached = reached;
        }
        lastNanos = now;
        lastReached = reached;
    }
}
