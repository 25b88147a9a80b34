package dev.headwater.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket for each address: for guesses of keys, for connections. IPv6 addresses count by their /64, of which one client
 * may have all. A bounded number of addresses is remembered; the longest unseen is forgotten. Thread-safe.
 */
public final class AddressBuckets {
    private final Cache<InetAddress, TokenBucket> buckets;
    private final int burst;
    private final Duration refill;
    private final LongSupplier clock;

    /**
     * @param burst at once; 0 sets no limit
     * @param refill for one more
     * @param clock nanoseconds from any origin
     */
    public AddressBuckets(int burst, Duration refill, int mostAddresses, LongSupplier clock) {
        this.burst = burst;
        this.refill = refill;
        this.clock = clock;
        buckets = Caffeine.newBuilder()
                .maximumSize(mostAddresses)
                .expireAfterWrite(refill.multipliedBy(burst + 1L))
                .executor(Runnable::run)
                .build();
    }

    /** Whether no more is to come from there for now. */
    public boolean isEmpty(InetAddress address) {
        if (burst == 0) {
            return false;
        }
        var bucket = buckets.getIfPresent(ClientNetwork.of(address));
        return bucket != null && bucket.isEmpty(clock.getAsLong());
    }

    /** One came. */
    public void take(InetAddress address) {
        if (burst > 0) {
            long now = clock.getAsLong();
            var network = ClientNetwork.of(address);
            var bucket = buckets.get(network, first -> new TokenBucket(burst, refill, now));
            bucket.take(now);
            buckets.put(network, bucket); // lives on from here
        }
    }
}
