package dev.headwater.media.format;

import dev.headwater.media.MediaFrame;
import java.util.Arrays;
import java.util.List;

/**
 * When frames of a track are due, in units of its timescale: pictures at their timestamps, sound by counting its samples.
 * Timestamps are rounded to milliseconds, and sound that is put where they say has gaps of some samples, which are heard. Where the
 * timestamps go elsewhere, it follows them. Confined to its caller.
 *
 * <p>Sound starts where most of the first frames say that the count began. So clocks that start at different places of a stream
 * agree, but for a few samples.
 */
public final class TrackClock {
    /** Beyond this between count and timestamp, something was lost or the publisher's clock is another one. */
    private static final int MAX_DRIFT_MS = 100;

    private static final int MS = 1_000;

    private final TrackFormat track;
    private final AudioSamples samples;

    /** Where the frame before started, and where the next one does if it follows. */
    private long last;

    private long expected;
    private boolean counts;

    /** @param first of the track, not empty */
    public TrackClock(TrackFormat track, List<MediaFrame> first) {
        this.track = track;
        this.samples = new AudioSamples(track);
        this.counts = samples.of(first.getFirst()) > 0;
        this.expected = start(first);
    }

    private long start(List<MediaFrame> first) {
        if (!counts) {
            return track.ticks(first.getFirst().timestampMs());
        }
        long[] starts = new long[first.size()]; // in thousandths of a sample
        long counted = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = first.get(i).timestampMs() * track.timescale() - counted * MS;
            counted += samples.of(first.get(i));
        }
        Arrays.sort(starts);
        return Math.max(0, (starts[(starts.length - 1) / 2] + MS / 2) / MS);
    }

    /** Time of the next frame, not before that of the one before. */
    public long next(MediaFrame frame) {
        last = at(frame.timestampMs());
        int length = samples.of(frame);
        counts = length > 0;
        expected = last + length;
        return last;
    }

    /** Time that the next frame has if this is its timestamp. */
    public long at(long ms) {
        long stamped = track.ticks(ms);
        boolean follows = counts && Math.abs(stamped - expected) <= track.ticks(MAX_DRIFT_MS);
        return follows ? expected : Math.max(stamped, last);
    }
}
