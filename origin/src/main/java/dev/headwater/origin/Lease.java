package dev.headwater.origin;

import dev.headwater.cluster.StreamDirectory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether an ownership can be believed in, or this node slept while another may have taken the stream over. Only a node that
 * did not even ask for its {@code life} has slept: one whose questions stay unanswered has not, since streams do not wait for
 * the directory. Nor do they for ever after a sleep, with nobody there. By the monotonic clock. Confined to the publication's loop.
 */
final class Lease {
    private static final long PATIENCE_NANOS = StreamDirectory.REUNITED_WITHIN.toNanos();

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

    /** Whether what is asked now has to be the word of others, too. */
    boolean isInDoubt() {
        return isInDoubt(clock.getAsLong());
    }

    /** What was asked at {@code askedNanos} was confirmed. */
    void settle(long askedNanos) {
        if (askedNanos - wokenNanos >= 0) {
            suspect = false;
        }
    }

    /** Whether this node slept and nothing was confirmed since, for however long nobody was there to confirm it. */
    boolean hasSlept() {
        return suspect || slept(clock.getAsLong());
    }

    boolean lapsed() {
        long now = clock.getAsLong();
        return isInDoubt(now) || slept(now);
    }

    private boolean isInDoubt(long now) {
        return suspect && now - wokenNanos <= PATIENCE_NANOS;
    }

    private boolean slept(long now) {
        return now - awakeNanos > lifeNanos;
    }
}
