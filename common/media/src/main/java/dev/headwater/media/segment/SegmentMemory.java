package dev.headwater.media.segment;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * What the segments of all streams of a node take, and whether there is room for more. While there is little, renditions keep no more than players
 * need, and nobody should begin a new one. Thread-safe.
 */
public final class SegmentMemory {
    /** Of the bound: above it there is little room. */
    private static final double LITTLE = 0.75;

    private final long maxBytes;
    private final BooleanSupplier heapIsShort;
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param maxBytes of all segments together, positive
     * @param heapIsShort whether there is little room whatever the segments take; asked on any thread
     */
    public SegmentMemory(long maxBytes, BooleanSupplier heapIsShort) {
        this.maxBytes = maxBytes;
        this.heapIsShort = heapIsShort;
    }

    /** That they take now. */
    public long bytes() {
        return bytes.get();
    }

    /** Whether there is little room. */
    public boolean isShort() {
        return bytes.get() > maxBytes * LITTLE || heapIsShort.getAsBoolean();
    }

    /** Whether they take more than they may: what players need of some streams is too much, and one of those should end. */
    public boolean isFull() {
        return bytes.get() > maxBytes;
    }

    /** For the segments of one more stream. */
    public Share share() {
        return new Share(this);
    }

    /** What the segments of one stream take. Confined to its segmenter's thread. */
    public static final class Share {
        private final SegmentMemory memory;
        private long held;
        private boolean closed;

        private Share(SegmentMemory memory) {
            this.memory = memory;
        }

        /** @param more bytes, or fewer if negative */
        public void add(long more) {
            if (!closed) {
                held += more;
                memory.bytes.addAndGet(more);
            }
        }

        boolean isShort() {
            return memory.isShort();
        }

        /** They are forgotten. Idempotent. */
        public void close() {
            add(-held);
            closed = true;
        }
    }
}
