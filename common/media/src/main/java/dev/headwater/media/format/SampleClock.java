package dev.headwater.media.format;

import dev.headwater.media.MediaFrame;
import java.util.Arrays;
import java.util.List;

/**
 * When frames of an audio track play, by counting their samples: timestamps are rounded to milliseconds, and a container that
 * repeats them has gaps of some samples that are heard. Where the timestamps go elsewhere, it follows them. Confined to its
 * caller.
 *
 * <p>It starts where most of its first frames say that the count began. So clocks that start at different places of a stream
 * agree, but for a few samples.
 */
public final class SampleClock {
    /** Beyond this between count and timestamp, something was lost or the publisher's clock is another one. */
    private static final int MAX_DRIFT_MS = 100;

    private static final int MS = 1_000;

    private final TrackFormat track;
    private final AudioSamples samples;

    /** Where the frame before started, and where the next one does if it follows. */
    private long last;

    private long expected;
    private boolean counts = true;

    /** @param first of the track, not empty */
    public SampleClock(TrackFormat track, List<MediaFrame> first) {
        this.track = track;
        this.samples = new AudioSamples(track);
        this.expected = start(first);
    }

    private long start(List<MediaFrame> first) {
        long[] starts = new long[first.size()]; // in thousandths of a sample
        long counted = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = first.get(i).timestampMs() * track.timescale() - counted * MS;
            counted += samples.of(first.get(i));
        }
        Arrays.sort(starts);
        return Math.max(0, (starts[(starts.length - 1) / 2] + MS / 2) / MS);
    }

    /** Time of the next frame, not before that of the one before, in units of the track's timescale. */
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
