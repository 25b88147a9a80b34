package dev.headwater.server.limits;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The limits of a port.
 *
 * @param room for publishers and players
 * @param connects how fast clients may come
 * @param publishKbps most kilobits a second of a publisher, by app; 0 for any number ({@code limits.publish-kbps})
 * @param publishWindow over which that is measured ({@code limits.publish-window})
 */
public record PortLimits(
        Room room,
        Supplier<ConnectRate> connects,
        ToIntFunction<String> publishKbps,
        Supplier<Duration> publishWindow) {
    /** Of a port whose callers were counted where they came in. */
    public static final PortLimits NONE =
            new PortLimits(Room.FOR_ALL, () -> ConnectRate.ANY, app -> 0, () -> Duration.ofSeconds(1));
}
