package dev.headwater.media.segment;

import dev.headwater.media.FrameKind;
import dev.headwater.media.format.TrackFormat;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a segment begins in all tracks.
 *
 * @param startMs position on the timeline: frames from it on belong to it
 * @param zero when position 0 of the timeline was, as the segment's frames say
 * @param discontinuities how many the stream had up to its first frame, as {@link Segmenter#publication} begins to count
 * @param video its format; empty if there is no video
 * @param audio the same
 */
record Cut(
        long number,
        long startMs,
        Instant zero,
        long discontinuities,
        Optional<TrackFormat> video,
        Optional<TrackFormat> audio) {
    private static final long NOTHING = -1;

    /** Where it ends and no other begins. */
    Cut end(long endMs) {
        return new Cut(NOTHING, endMs, zero, discontinuities, video, audio);
    }

    /** The same whose audio, if it has any, is of another format. */
    Cut sounding(Optional<TrackFormat> now) {
        return new Cut(number, startMs, zero, discontinuities, video, audio.isPresent() ? now : audio);
    }

    boolean isEnd() {
        return number == NOTHING;
    }

    Optional<TrackFormat> format(FrameKind kind) {
        return switch (kind) {
            case VIDEO -> video;
            case AUDIO -> audio;
            case DATA -> Optional.empty();
        };
    }
}
