package dev.headwater.loadtest.run;

/** The time that counts, on the clock of {@link System#nanoTime}. Thread-safe: an early end is seen by all loops. */
final class MeasuredTime {
    private final long startNanos;
    private volatile long endNanos;

    MeasuredTime(long startNanos, long endNanos) {
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    boolean hasBegun(long nanos) {
        return nanos - startNanos >= 0;
    }

    boolean isOver(long nanos) {
        return nanos - endNanos >= 0;
    }

    boolean contains(long nanos) {
        return hasBegun(nanos) && !isOver(nanos);
    }

    long startNanos() {
        return startNanos;
    }

    long endNanos() {
        return endNanos;
    }

    void endNow(long nanos) {
        if (!isOver(nanos)) {
            endNanos = nanos;
        }
    }
}
