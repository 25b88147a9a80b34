package dev.headwater.server.limits;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The limits of a port.
 *
 * @param uses for publishers and players
 * @param connects for those who connect
 * @param publishKbps most kilobits a second of a publisher, by app; 0 for any number ({@code limits.publish-kbps})
 * @param publishWindow over which that is measured ({@code limits.publish-window})
 */
public record PortLimits(
        UseLimiter uses, ConnectLimiter connects, ToIntFunction<String> publishKbps, Supplier<Duration> publishWindow) {
    /** Of a port whose callers were counted where they came in. */
    public static final PortLimits NONE =
            new PortLimits(UseLimiter.UNLIMITED, ConnectLimiter.UNLIMITED, app -> 0, () -> Duration.ofSeconds(1));

    /** Of an origin's relay port: while the heap is short edges bring their publishers to another origin, and pull all the same. */
    public static PortLimits ofRelayPort(HeapWatch heap) {
        var guarded = heap.guard(NONE.uses);
        UseLimiter uses = (action, key, address) -> switch (action) {
            case PUBLISH -> guarded.acquire(action, key, address);
            case PLAY -> NONE.uses.acquire(action, key, address);
        };
        return new PortLimits(uses, NONE.connects, NONE.publishKbps, NONE.publishWindow);
    }
}
