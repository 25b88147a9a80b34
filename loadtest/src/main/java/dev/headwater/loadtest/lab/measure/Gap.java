package dev.headwater.loadtest.lab.measure;

import java.util.concurrent.TimeUnit;

/**
 * A time in which nothing new came.
 *
 * @param fromNanos when the last one came before it, of {@link System#nanoTime}
 * @param nanos how long it was
 */
public record Gap(long fromNanos, long nanos) {
    /** The longer one of both. */
    Gap or(Gap other) {
        return other.nanos > nanos ? other : this;
    }

    public double ms() {
        return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
    }
}
