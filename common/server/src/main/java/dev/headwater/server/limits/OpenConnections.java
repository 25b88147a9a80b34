package dev.headwater.server.limits;

import dev.headwater.server.auth.ClientNetwork;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The connections that are open at this node, by address, whatever is done on them, and how fast further ones may come. Thread-safe;
 * bounded by the connections.
 */
public final class OpenConnections implements ConnectLimiter {
    private final IntSupplier mostPerAddress;
    private final Supplier<ConnectRate> rate;
    private final Map<InetAddress, Integer> byNetwork = new ConcurrentHashMap<>();

    /** @param mostPerAddress 0 for any number, uncounted ({@code limits.connections-per-address}) */
    public OpenConnections(IntSupplier mostPerAddress, Supplier<ConnectRate> rate) {
        this.mostPerAddress = mostPerAddress;
        this.rate = rate;
    }

    @Override
    public Permit acquire(InetAddress address) {
        return switch (count(address)) {
            case Permit.Exhausted full -> full;
            case Permit.Granted granted ->
                rate.get()
                        .refusal(address)
                        .<Permit>map(tooFast -> {
                            granted.release().run();
                            return tooFast;
                        })
                        .orElse(granted);
        };
    }

    private Permit count(InetAddress address) {
        int most = mostPerAddress.getAsInt();
        if (most == 0) {
            return new Permit.Granted(() -> {});
        }
        var network = ClientNetwork.of(address);
        int now = byNetwork.merge(network, 1, Integer::sum);
        if (now > most) {
            release(network);
            var limit = Limit.CONNECTIONS_PER_ADDRESS;
            return new Permit.Exhausted(limit, "%d are open from there: %s=%d".formatted(now - 1, limit.key(), most));
        }
        return new Permit.Granted(() -> release(network));
    }

    private void release(InetAddress network) {
        byNetwork.computeIfPresent(network, (same, now) -> now > 1 ? now - 1 : null);
    }
}
