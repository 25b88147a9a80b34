package dev.headwater.origin;

import dev.headwater.cluster.StreamDirectory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether an ownership can be believed in, or this node slept while another may have taken the stream over. Only a node that
 * did not even ask for its {@code life} has slept: one whose questions stay unanswered has not, since streams do not wait for
 * the directory. Nor do they for ever after a sleep, with nobody there. By the monotonic clock. Not to be changed.
 */
final class Lease {
    private static final long PATIENCE_NANOS = StreamDirectory.REUNITED_WITHIN.toNanos();

    private final long lifeNanos;
    private final LongSupplier clock;
    private final long awakeNanos;
    private final long wokenNanos;
    private final boolean suspect;

    /**
     * @param life how long this node may sleep and own what it owned
     * @param claimedNanos when the ownership was asked for
     */
    Lease(Duration life, LongSupplier clock, long claimedNanos) {
        this(life.toNanos(), clock, claimedNanos, claimedNanos, false);
    }

    private Lease(long lifeNanos, LongSupplier clock, long awakeNanos, long wokenNanos, boolean suspect) {
        this.lifeNanos = lifeNanos;
        this.clock = clock;
        this.awakeNanos = awakeNanos;
        this.wokenNanos = wokenNanos;
        this.suspect = suspect;
    }

    /** The node is awake and about to ask: called every {@code cluster.announce-interval}. */
    Lease tick() {
        long now = clock.getAsLong();
        return slept(now)
                ? new Lease(lifeNanos, clock, now, now, true)
                : new Lease(lifeNanos, clock, now, wokenNanos, suspect);
    }

    /** When it was about to ask last. */
    long askedNanos() {
        return awakeNanos;
    }

    /** Whether what is asked now has to be the word of others, too. */
    boolean isInDoubt() {
        return isInDoubt(clock.getAsLong());
    }

    /** What was asked at {@code askedNanos} was confirmed. */
    Lease settle(long askedNanos) {
        return askedNanos - wokenNanos >= 0 ? new Lease(lifeNanos, clock, awakeNanos, wokenNanos, false) : this;
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
