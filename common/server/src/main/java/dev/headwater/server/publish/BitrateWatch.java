package dev.headwater.server.publish;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a publisher sends a second, window by window, against what it may. A peak is no fault, and an encoder may be about to mind
 * the network: only who is over it for two windows on end is to go. Confined to the publisher's event loop.
 */
final class BitrateWatch {
    private final int limitKbps;
    private final long windowNanos;
    private final LongSupplier clock;
    private long beginNanos;
    private long bytes;
    private long kbps;
    private int windowsOver;

    /** What the end of a window shows. */
    enum Finding {
        /** All is well, or the window goes on. */
        WITHIN,
        /** A window was over the limit, and the one before it was not. */
        OVER,
        /** Two windows on end, or more, were over the limit. */
        STILL_OVER
    }

    /** @param limitKbps 0 for any number */
    BitrateWatch(int limitKbps, Duration window, LongSupplier clock) {
        this.limitKbps = limitKbps;
        this.windowNanos = window.toNanos();
        this.clock = clock;
        this.beginNanos = clock.getAsLong();
    }

    Finding sent(int more) {
        if (limitKbps == 0) {
            return Finding.WITHIN;
        }
        bytes += more;
        long elapsed = clock.getAsLong() - beginNanos;
        if (elapsed < windowNanos) {
            return Finding.WITHIN;
        }
        kbps = bytes * Byte.SIZE / TimeUnit.NANOSECONDS.toMillis(elapsed); // bits in a millisecond
        beginNanos += elapsed;
        bytes = 0;
        windowsOver = kbps > limitKbps ? windowsOver + 1 : 0;
        return switch (windowsOver) {
            case 0 -> Finding.WITHIN;
            case 1 -> Finding.OVER;
            default -> Finding.STILL_OVER;
        };
    }

    /** Of the last window that is over. */
    long kbps() {
        return kbps;
    }

    int limitKbps() {
        return limitKbps;
    }
}
