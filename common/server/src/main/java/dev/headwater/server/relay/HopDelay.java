package dev.headwater.server.relay;

import java.util.OptionalLong;

/**
 * How old the frames of one parent are when they reach this node: what it says of them when they leave it, and their way. No two nodes'
 * clocks are compared. The answer to a ping comes behind the frames that are queued for us, so it brings along what a frame
 * waits there; of the round trip the way of the ping itself is taken off, which is half of the quickest one. A way that takes longer in
 * one direction than in the other is not seen. Confined to the pull's loop.
 */
final class HopDelay {
    private static final long NANOS_PER_MICRO = 1_000;

    private long toldNanos;
    private int askedMicros;
    private boolean asked;
    private long leastNanos = Long.MAX_VALUE;

    /**
     * The parent says how old its frames are.
     *
     * @param micros unsigned
     * @return what to ping it with now
     */
    int told(int micros, long nowNanos) {
        toldNanos = Integer.toUnsignedLong(micros) * NANOS_PER_MICRO;
        askedMicros = micros(nowNanos);
        asked = true;
        return askedMicros;
    }

    /** The parent answers a ping. Empty if it is none of ours, or not the last; else nanoseconds. */
    OptionalLong answered(int micros, long nowNanos) {
        if (!asked || micros != askedMicros) {
            return OptionalLong.empty();
        }
        asked = false;
        long trip = Integer.toUnsignedLong(micros(nowNanos) - micros) * NANOS_PER_MICRO;
        leastNanos = Math.min(leastNanos, trip);
        return OptionalLong.of(toldNanos + trip - leastNanos / 2);
    }

    /** A clock that goes round within the 32 bits of a ping. */
    private static int micros(long nanos) {
        return (int) (nanos / NANOS_PER_MICRO);
    }
}
