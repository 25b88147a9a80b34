package dev.headwater.server.auth;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** So many at once, and then one more each time that a token has come back. Thread-safe. */
public final class TokenBucket {
    private final int burst;
    private final long refillNanos;
    private final AtomicLong fullAgain;

    /** @param now nanoseconds of a clock that never goes back, from any origin */
    public TokenBucket(int burst, Duration refill, long now) {
        this.burst = burst;
        this.refillNanos = refill.toNanos();
        this.fullAgain = new AtomicLong(now);
    }

    public boolean isEmpty(long now) {
        return fullAgain.get() - now > (burst - 1) * refillNanos;
    }

    /** Takes a token, or owes it if there is none. */
    public void take(long now) {
        fullAgain.updateAndGet(until -> Math.max(until - now, 0) + now + refillNanos);
    }
}
