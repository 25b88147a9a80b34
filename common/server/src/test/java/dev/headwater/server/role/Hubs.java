package dev.headwater.server.role;

import dev.headwater.media.hub.FanoutSettings;
import dev.headwater.media.hub.Hub;
import dev.headwater.media.hub.HubMetrics;
import dev.headwater.media.hub.HubSettings;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Hubs of tests that are not about their limits. */
public final class Hubs {
    private Hubs() {}

    /** @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime} */
    public static Hub at(LongSupplier nanoTime) {
        return of(8 << 20, Duration.ofSeconds(15), nanoTime);
    }

    /**
     * The same for a test that is about players who do not keep up.
     *
     * @param queueBytes that wait for a player at most
     * @param stuckAfter without progress a player is closed
     */
    public static Hub of(int queueBytes, Duration stuckAfter, LongSupplier nanoTime) {
        return new Hub(new HubSettings(
                Duration.ofSeconds(10),
                () -> 16 << 20,
                Duration.ofSeconds(4),
                queueBytes,
                stuckAfter,
                app -> FanoutSettings.UNGATHERED,
                nanoTime,
                HubMetrics.NONE));
    }
}
