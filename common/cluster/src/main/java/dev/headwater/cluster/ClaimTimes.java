package dev.headwater.cluster;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** When claims are made, to the millisecond, and no two at the same: a claim that is carried out twice is known by it. Thread-safe. */
public final class ClaimTimes {
    private final InstantSource clock;
    private final AtomicLong lastMs = new AtomicLong();

    public ClaimTimes() {
        this(InstantSource.system());
    }

    ClaimTimes(InstantSource clock) {
        this.clock = clock;
    }

    /** Now, or as soon after the last one as can be told apart. */
    public Instant next() {
        long nowMs = clock.millis();
        return Instant.ofEpochMilli(lastMs.updateAndGet(last -> Math.max(nowMs, last + 1)));
    }
}
