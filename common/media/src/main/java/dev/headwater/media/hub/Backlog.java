package dev.headwater.media.hub;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a player is behind, by bytes and by time. Time is kept as a few marks "by now so much was written"; the oldest one
 * that has not left yet tells the age of the queue. Confined to the player's loop.
 */
final class Backlog {
    private static final int MARKS = 16;

    /** Where a player stands. */
    enum Standing {
        /** Nearly empty: a player that was behind may go on. */
        DRAINED,
        UNDER,
        /** Over the bound by bytes or by age. */
        OVER,
        /** Took nothing for too long. */
        STUCK
    }

    private final long maxBytes;
    private final long maxAgeNanos;
    private final long stuckNanos;
    private final long markEveryNanos;
    private final LongSupplier clock;
    private long @Nullable [] markedBytes;
    private long @Nullable [] markedNanos;
    private int first;
    private int count;
    private long lastSent = -1;
    private long progressNanos;

    Backlog(HubSettings settings) {
        maxBytes = settings.queueBytes();
        maxAgeNanos = settings.queueDuration().toNanos();
        stuckNanos = settings.stuckAfter().toNanos();
        markEveryNanos = maxAgeNanos / (MARKS - 2);
        clock = settings.clock();
    }

    /**
     * @param written bytes handed to the player's connection so far
     * @param pending those of them that wait there
     */
    Standing measure(long written, long pending) {
        if (pending == 0) {
            count = 0;
            lastSent = written;
            return Standing.DRAINED;
        }
        long now = clock.getAsLong();
        long sent = written - pending;
        if (sent != lastSent || count == 0) {
            lastSent = sent;
            progressNanos = now;
        } else if (now - progressNanos > stuckNanos) {
            return Standing.STUCK;
        }
        long age = age(written, sent, now);
        if (pending > maxBytes || age > maxAgeNanos) {
            return Standing.OVER;
        }
        return pending < maxBytes / 2 && age < maxAgeNanos / 2 ? Standing.DRAINED : Standing.UNDER;
    }

    private long age(long written, long sent, long now) {
        if (markedBytes == null || markedNanos == null) {
            markedBytes = new long[MARKS];
            markedNanos = new long[MARKS];
        }
        while (count > 0 && markedBytes[first] <= sent) {
            first = (first + 1) % MARKS;
            count--;
        }
        int last = (first + count - 1 + MARKS) % MARKS;
        boolean due = count == 0 || (markedBytes[last] != written && now - markedNanos[last] >= markEveryNanos);
        if (due && count < MARKS) {
            int next = (first + count) % MARKS;
            markedBytes[next] = written;
            markedNanos[next] = now;
            count++;
        }
        return count == 0 ? 0 : now - markedNanos[first];
    }
}
