package dev.headwater.server.hls;

import dev.headwater.media.playlist.Encryption;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.SegmentPlan;
import java.util.Optional;

/**
 * How the streams of one app are served.
 *
 * @param container where the player names none ({@code hls.container})
 * @param segmentMs shortest segment ({@code hls.segment-duration})
 * @param maxSegmentMs longest one ({@code hls.max-segment-duration})
 * @param partMs longest part; 0 for none ({@code hls.part-duration})
 * @param window segments in a playlist ({@code hls.window})
 * @param maxBytes of a rendition ({@code hls.max-bytes})
 * @param encryption empty if segments are not encrypted ({@code hls.encryption})
 * @param open whether everybody may play, so that one copy of a segment is for all
 */
public record HlsSettings(
        boolean enabled,
        Container container,
        int segmentMs,
        int maxSegmentMs,
        int partMs,
        int window,
        long maxBytes,
        Optional<Encryption> encryption,
        boolean open) {
    /** The plan for segments of a length that was chosen, or that a player names. */
    SegmentPlan plan(Container wanted, int ms) {
        int parts = wanted == Container.FMP4 && encryption.isEmpty() ? partMs : 0;
        return new SegmentPlan(wanted, ms, parts, window, maxBytes);
    }

    boolean offers(int ms) {
        return SegmentPlan.isOffered(ms, segmentMs, maxSegmentMs);
    }
}
