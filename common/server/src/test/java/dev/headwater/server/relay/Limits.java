package dev.headwater.server.relay;

import dev.headwater.media.hub.FanoutSettings;
import dev.headwater.media.hub.Hub;
import dev.headwater.media.hub.HubMetrics;
import dev.headwater.media.hub.HubSettings;
import java.time.Duration;

/** The usual bounds of a stream. */
final class Limits {
    static final Hub HUB = new Hub(new HubSettings(
            Duration.ofSeconds(10),
            () -> 16 << 20,
            Duration.ofSeconds(4),
            8 << 20,
            Duration.ofSeconds(15),
            app -> FanoutSettings.UNGATHERED,
            () -> 0, // nothing takes time
            HubMetrics.NONE));

    private Limits() {}
}
