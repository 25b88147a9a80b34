package dev.headwater.origin;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether an ownership can be believed in, or this node slept while another may have taken the stream over. Only a node that
 * did not even ask for its {@code life} has slept: one whose questions stay unanswered has not, since streams do not wait for
 * the directory. By the monotonic clock. Confined to the publication's loop.
 */
final class Lease {
    private final long lifeNanos;
    private final LongSupplier clock;
    private long awakeNanos;
    private long wokenNanos;
    private boolean suspect;

    /**
     * @param life how long this node may sleep and own what it owned
     * @param claimedNanos when the ownership was asked for
     */
    Lease(Duration life, LongSupplier clock, long claimedNanos) {
        this.lifeNanos = life.toNanos();
        this.clock = clock;
        this.awakeNanos = claimedNanos;
        this.wokenNanos = claimedNanos;
    }

    /** The node is awake and about to ask: called every {@code cluster.announce-interval}. Answers when that is. */
    long tick() {
        long now = clock.getAsLong();
        if (slept(now)) {
            suspect = true;
            wokenNanos = now;
        }
        awakeNanos = now;
        return now;
    }

    /** What was asked at {@code askedNanos} was confirmed, or cannot be known: without a directory the stream goes on. */
    void settle(long askedNanos) {
        if (askedNanos - wokenNanos >= 0) {
            suspect = false;
        }
    }

    boolean lapsed() {
        return suspect || slept(clock.getAsLong());
    }

    private boolean slept(long now) {
        return now - awakeNanos > lifeNanos;
    }
}
