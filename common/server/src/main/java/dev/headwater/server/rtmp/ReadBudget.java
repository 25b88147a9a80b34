package dev.headwater.server.rtmp;

import java.util.concurrent.TimeUnit;

/**
 * How much work one peer may cause: {@code 1/SHARE} of a core in the long run, and a second's worth of that at once. Counted in
 * chunks and commands, because bytes do not tell: chunks may be of one byte. A publisher of 100 Mbit/s in chunks of 128
 * bytes needs half of it. Confined to the connection's event loop.
 */
final class ReadBudget {
    /** A fiftieth of a core for each connection. */
    static final int SHARE = 50;

    /** Taking a chunk apart takes a fifth of this in warm code: two hundred thousand chunks a second are always granted. */
    static final long NANOS_PER_CHUNK = 100;

    /** An upper estimate of reading and answering a command: two thousand a second. */
    static final long NANOS_PER_COMMAND = 10_000;

    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1) / SHARE;

    private long owedNanos;
    private long paidUntil;
    private long chunks;
    private long commands;

    /** @param now of a monotonic clock, nanoseconds; may wrap */
    ReadBudget(long now) {
        paidUntil = now;
    }

    /**
     * Charges what came since the last call.
     *
     * @param chunks received so far
     * @param commands received so far
     * @return for how long nothing is to be read, in nanoseconds; 0 to read on
     */
    long charge(long chunks, long commands, long now) {
        owedNanos = Math.max(0, owedNanos - (now - paidUntil) / SHARE);
        paidUntil = now;
        owedNanos += (chunks - this.chunks) * NANOS_PER_CHUNK + (commands - this.commands) * NANOS_PER_COMMAND;
        this.chunks = chunks;
        this.commands = commands;
        return owedNanos <= BURST_NANOS ? 0 : (owedNanos - BURST_NANOS / 2) * SHARE;
    }
}
