package dev.headwater.server.hls;

import dev.headwater.media.StreamKey;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.metrics.HlsMeters;
import dev.headwater.server.play.PlayService;
import java.time.Duration;
import java.util.function.Function;

/**
 * What all HLS requests of a node share. Thread-safe.
 *
 * @param apps the settings of an app, as they are now
 * @param sessionTimeout after the last request of a player ({@code hls.session-timeout})
 * @param maxSessions players at once ({@code hls.max-sessions})
 */
public record HlsService(
        PlayService plays,
        Clients clients,
        Packagers packagers,
        SegmentKeys keys,
        Function<String, HlsSettings> apps,
        Duration sessionTimeout,
        int maxSessions,
        HlsMeters metrics) {
    /** The settings of a stream's app. */
    HlsSettings enabled(StreamKey asked) {
        var settings = apps.apply(asked.app());
        if (!settings.enabled()) {
            throw new HlsRefusal(404, "no such resource");
        }
        return settings;
    }
}
