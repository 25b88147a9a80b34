package dev.headwater.loadtest.lab.measure;

import java.util.concurrent.TimeUnit;

/**
 * A part of a round.
 *
 * @param fromNanos of {@link System#nanoTime}
 * @param toNanos of the same clock
 */
public record Window(long fromNanos, long toNanos) {
    /** From then until now. */
    public static Window since(long fromNanos) {
        return new Window(fromNanos, System.nanoTime());
    }

    boolean contains(long nanos) {
        return nanos - fromNanos >= 0 && nanos - toNanos <= 0;
    }

    public double seconds() {
        return (toNanos - fromNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
