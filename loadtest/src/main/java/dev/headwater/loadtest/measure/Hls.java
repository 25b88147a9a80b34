package dev.headwater.loadtest.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What players of HLS met: in the measured time, but for what they missed, which is of the whole run.
 *
 * @param playlist until the last byte of a playlist, those left out for which the server was to wait
 * @param firstByte until the first byte of a segment or part
 * @param segment until its last byte
 * @param latency from our publisher's send of a frame to when a screen shows it
 * @param halts how long screens had nothing to show; its count is how often
 * @param missed requests that were not answered as wanted, by what and why
 */
public record Hls(
        Times playlist, Times firstByte, Times segment, Times latency, Times halts, Map<String, Long> missed) {
    public static final Hls NONE = new Hls(Times.NONE, Times.NONE, Times.NONE, Times.NONE, Times.NONE, Map.of());

    public Hls {
        missed = Collections.unmodifiableMap(new LinkedHashMap<>(missed));
    }

    static Hls of(Interval whole, Interval measured) {
        return new Hls(
                measured.times(Timing.PLAYLIST_RESPONSE),
                measured.times(Timing.SEGMENT_FIRST_BYTE),
                measured.times(Timing.SEGMENT_RESPONSE),
                measured.times(Timing.SCREEN_LATENCY),
                measured.times(Timing.HALT),
                whole.missed());
    }

    /** Nobody played HLS. */
    public boolean isEmpty() {
        return playlist.count() == 0 && segment.count() == 0 && missed.isEmpty();
    }

    /** How often a screen had nothing to show. */
    public long haltCount() {
        return halts.count();
    }

    /** How many requests were not answered as wanted. */
    public long missedCount() {
        return missed.values().stream().mapToLong(Long::longValue).sum();
    }
}
