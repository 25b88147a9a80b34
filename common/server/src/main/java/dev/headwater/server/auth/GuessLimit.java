package dev.headwater.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket for each address against guessing: whoever came with too many bad credentials is not asked for more until some
 * time has passed. IPv6 addresses count by their /64, of which one client may have all. A bounded number of addresses is
 * remembered; the longest unseen is forgotten. Thread-safe.
 */
public final class GuessLimit {
    private static final int PREFIX_BYTES = 8;

    private final Cache<InetAddress, AtomicLong> emptyUntil;
    private final int burst;
    private final long refillNanos;
    private final LongSupplier clock;

    /**
     * @param burst guesses at once; 0 sets no limit
     * @param refill for one more
     * @param clock nanoseconds from any origin
     */
    public GuessLimit(int burst, Duration refill, int mostAddresses, LongSupplier clock) {
        this.burst = burst;
        this.refillNanos = refill.toNanos();
        this.clock = clock;
        emptyUntil = Caffeine.newBuilder()
                .maximumSize(mostAddresses)
                .expireAfterWrite(refill.multipliedBy(burst + 1L))
                .executor(Runnable::run)
                .build();
    }

    /** Whether no further guess is to be looked at. */
    public boolean isExhausted(InetAddress address) {
        if (burst == 0) {
            return false;
        }
        var bucket = emptyUntil.getIfPresent(bucketOf(address));
        return bucket != null && bucket.get() - clock.getAsLong() > (burst - 1) * refillNanos;
    }

    /** One guess was wrong. */
    public void count(InetAddress address) {
        if (burst > 0) {
            long now = clock.getAsLong();
            var bucket = bucketOf(address);
            var counted = emptyUntil.get(bucket, first -> new AtomicLong(now));
            counted.updateAndGet(until -> Math.max(until - now, 0) + now + refillNanos);
            emptyUntil.put(bucket, counted); // lives on from here
        }
    }

    private static InetAddress bucketOf(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length <= PREFIX_BYTES) {
            return address;
        }
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 16 bytes they are
        }
    }
}
