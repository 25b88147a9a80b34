package dev.headwater.server.hls;

import dev.headwater.media.StreamKey;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.metrics.HlsMeters;
import dev.headwater.server.play.PlayService;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all HLS requests of a node share. Thread-safe.
 *
 * @param apps the settings of an app, as they are now
 * @param sessionTimeout after the last request of a player ({@code hls.session-timeout})
 * @param maxSessions players at once ({@code hls.max-sessions})
 * @param stuckAfter in which a player takes an answer, as it is now ({@code player.stuck-after})
 */
public record HlsService(
        PlayService plays,
        Clients clients,
        Packagers packagers,
        SegmentKeys keys,
        Function<String, HlsSettings> apps,
        Duration sessionTimeout,
        int maxSessions,
        Supplier<Duration> stuckAfter,
        HlsMeters metrics) {
    /** The settings of a stream's app. */
    HlsSettings enabled(StreamKey asked) {
        var settings = apps.apply(asked.app());
        if (!settings.enabled()) {
            throw new HlsRefusal(404, "no such resource");
        }
        return settings;
    }

    /** For what is the player's alone. */
    Delivery delivery() {
        return new Delivery(stuckAfter.get(), plays.metrics());
    }

    /** For what a packager has made: in three target durations a player that keeps up has taken three of its segments. */
    Delivery delivery(Packager packager) {
        return new Delivery(packager.longer(stuckAfter.get()), plays.metrics());
    }
}
