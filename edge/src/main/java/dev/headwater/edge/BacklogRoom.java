package dev.headwater.edge;

import dev.headwater.server.limits.HeapWatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * How much all forwards of a node keep for their next origins: when an origin dies, those of all its publishers begin to at once. Counts
 * bytes of payload. Thread-safe.
 */
final class BacklogRoom {
    private static final int PART_OF_HEAP = 8;

    private final long maxBytes;
    private final BooleanSupplier heapIsShort;
    private final AtomicLong bytes = new AtomicLong();

    BacklogRoom(long maxBytes, BooleanSupplier heapIsShort) {
        this.maxBytes = maxBytes;
        this.heapIsShort = heapIsShort;
    }

    /** An eighth of this process's largest heap, and a key frame each while the heap is short. */
    static BacklogRoom of(HeapWatch heap) {
        return new BacklogRoom(Runtime.getRuntime().maxMemory() / PART_OF_HEAP, heap::isShort);
    }

    /** Whether nobody may keep more now: who has a further frame to keep forgets what he has. */
    boolean isFull() {
        return heapIsShort.getAsBoolean() || bytes.get() >= maxBytes;
    }

    /** @param more negative if there are fewer */
    void add(long more) {
        bytes.addAndGet(more);
    }

    /** Kept now. */
    long bytes() {
        return bytes.get();
    }
}
