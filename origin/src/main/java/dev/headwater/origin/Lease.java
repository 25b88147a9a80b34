package dev.headwater.origin;

import dev.headwater.cluster.StreamDirectory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How far this node may believe in what it owns. It lapses by a sleep alone: a node that did not even ask for its {@code life} may
 * have been given up, and another have taken over, as from one that is frozen for 7 s. Questions that stay unanswered are no sleep, since
 * streams do not wait for the directory. By the monotonic clock. Not to be changed.
 */
final class Lease {
    /** What is known of the ownership. */
    enum State {
        /** The node was awake ever since it asked for it, or the directory has confirmed it after the last sleep. */
        CONFIRMED,

        /** The node slept: another may have taken over. Frames wait for the directory's word. */
        LAPSED,

        /** The node slept, and nobody was there to confirm it in time: frames go on, but what stands above may be its publisher's, elsewhere. */
        UNCONFIRMED
    }

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
    Lease renew() {
        long now = clock.getAsLong();
        return slept(now)
                ? new Lease(lifeNanos, clock, now, now, true)
                : new Lease(lifeNanos, clock, now, wokenNanos, suspect);
    }

    /** When it was renewed last. */
    long renewedNanos() {
        return awakeNanos;
    }

    /** What was asked at {@code askedNanos} was confirmed. */
    Lease confirm(long askedNanos) {
        return askedNanos - wokenNanos >= 0 ? new Lease(lifeNanos, clock, awakeNanos, wokenNanos, false) : this;
    }

    State state() {
        long now = clock.getAsLong();
        if (slept(now) || (suspect && now - wokenNanos <= PATIENCE_NANOS)) {
            return State.LAPSED;
        }
        return suspect ? State.UNCONFIRMED : State.CONFIRMED;
    }

    private boolean slept(long now) {
        return now - awakeNanos > lifeNanos;
    }
}
