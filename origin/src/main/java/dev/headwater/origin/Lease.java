package dev.headwater.origin;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long the directory's last word on an ownership is good. By the monotonic clock, so a node that slept knows it. Thread-safe. */
final class Lease {
    private final long lifeNanos;
    private final LongSupplier clock;
    private volatile long confirmedNanos;

    /** @param life the life of a record without an announcement ({@code cluster.record-life}) */
    Lease(Duration life, LongSupplier clock) {
        this.lifeNanos = life.toNanos();
        this.clock = clock;
        this.confirmedNanos = clock.getAsLong();
    }

    /** The directory confirmed what was asked at {@code askedNanos}. */
    void confirm(long askedNanos) {
        confirmedNanos = askedNanos;
    }

    boolean lapsed() {
        return clock.getAsLong() - confirmedNanos > lifeNanos;
    }
}
