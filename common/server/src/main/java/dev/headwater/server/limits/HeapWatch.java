package dev.headwater.server.limits;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the heap is short: then nobody new is let in, so that whoever is there goes on. It goes by what collections leave in use,
 * since at any other moment most of what is in use is garbage. Thread-safe.
 */
public final class HeapWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HeapWatch.class);

    private final IntSupplier limit;
    private final IntSupplier left;
    private volatile boolean isShort;

    /**
     * @param limit percent of the largest heap, 0 for none ({@code limits.heap-percent})
     * @param left percent that the last collections left in use
     */
    public HeapWatch(IntSupplier limit, IntSupplier left) {
        this.limit = limit;
        this.left = left;
    }

    /**
     * Of this process.
     *
     * @param limit percent of the largest heap, 0 for none ({@code limits.heap-percent})
     */
    public static HeapWatch ofThisProcess(IntSupplier limit) {
        return new HeapWatch(limit, HeapWatch::leftByCollections);
    }

    /** Percent of the largest heap. */
    static int leftByCollections() {
        long bytes = 0;
        for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
            var usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            bytes += usage == null ? 0 : usage.getUsed();
        }
        return (int) (bytes * 100 / Runtime.getRuntime().maxMemory());
    }

    /** To be called every second or so, in one place. Takes microseconds. */
    public void look() {
        int most = limit.getAsInt();
        int least = relief(most);
        int now = most == 0 ? 0 : left.getAsInt();
        if (!isShort && most > 0 && now >= most) {
            isShort = true;
            LOG.warn(
                    "the heap is short: collections leave {} % in use, limits.heap-percent={}: until they leave {} %, nobody new is let in"
                            + " and no GOP is kept",
                    now, most, least);
        } else if (isShort && now <= least) {
            isShort = false;
            LOG.info("the heap has room again: collections leave {} % in use, limits.heap-percent={}", now, most);
        }
    }

    /** Well below, so that each client that goes is not the reason to let one in: 70 of 80. */
    private static int relief(int most) {
        return most * 7 / 8;
    }

    /** As of the last look. */
    public boolean isShort() {
        return isShort;
    }

    /** That of {@code limiter}, and none while the heap is short. */
    public UseLimiter guard(UseLimiter limiter) {
        return (action, key, address) -> isShort
                ? new Permit.Exhausted(
                        Limit.HEAP_PERCENT,
                        "%s=%d is reached, and collections have not left %d yet"
                                .formatted(Limit.HEAP_PERCENT.key(), limit.getAsInt(), relief(limit.getAsInt())))
                : limiter.acquire(action, key, address);
    }
}
