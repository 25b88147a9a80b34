package dev.headwater.server.limits;

import dev.headwater.server.auth.AddressBuckets;
import dev.headwater.server.auth.TokenBucket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How many connections may come in a second, to this node and from one address to it. Thread-safe. */
public final class ConnectRate {
    /** Addresses that are remembered, of those that connected within the last seconds. */
    private static final int ADDRESSES = 10_000;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final int perAddress;
    private final int perNode;
    private final LongSupplier clock;
    private final AddressBuckets addresses;
    private final Optional<TokenBucket> node;

    /**
     * @param perAddress a second, and so many at once; 0 for any number ({@code limits.connects-per-address})
     * @param perNode the same for all ({@code limits.connects-per-node})
     * @param clock nanoseconds from any origin
     */
    public ConnectRate(int perAddress, int perNode, LongSupplier clock) {
        this.perAddress = perAddress;
        this.perNode = perNode;
        this.clock = clock;
        addresses = new AddressBuckets(perAddress, eachOf(perAddress), ADDRESSES, clock);
        node = perNode == 0
                ? Optional.empty()
                : Optional.of(new TokenBucket(perNode, eachOf(perNode), clock.getAsLong()));
    }

    private static Duration eachOf(int perSecond) {
        return perSecond == 0 ? SECOND : SECOND.dividedBy(perSecond);
    }

    /** Somebody connects; empty if that may be. */
    public Optional<Permit.Exhausted> refusal(InetAddress address) {
        long now = clock.getAsLong();
        if (addresses.isEmpty(address)) {
            return Optional.of(full(Limit.CONNECTS_PER_ADDRESS, perAddress));
        }
        if (node.filter(bucket -> bucket.isEmpty(now)).isPresent()) {
            return Optional.of(full(Limit.CONNECTS_PER_NODE, perNode));
        }
        addresses.take(address);
        node.ifPresent(bucket -> bucket.take(now));
        return Optional.empty();
    }

    private static Permit.Exhausted full(Limit limit, int most) {
        return new Permit.Exhausted(limit, "more connections within a second than %s=%d".formatted(limit.key(), most));
    }
}
