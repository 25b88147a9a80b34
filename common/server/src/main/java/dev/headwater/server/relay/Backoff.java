package dev.headwater.server.relay;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between attempts: doubling, each drawn from its upper half so that many nodes do not knock in step. */
public final class Backoff {
    private final long minMs;
    private final long maxMs;
    private final RandomGenerator random;
    private long nextMs;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minMs = min.toMillis();
        this.maxMs = max.toMillis();
        this.random = random;
        this.nextMs = minMs;
    }

    /** Milliseconds to wait before the next attempt. */
    public long next() {
        long base = nextMs;
        nextMs = Math.min(maxMs, nextMs * 2);
        return base / 2 + random.nextLong(base / 2 + 1);
    }

    public void reset() {
        nextMs = minMs;
    }
}
