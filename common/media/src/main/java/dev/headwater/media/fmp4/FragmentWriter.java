package dev.headwater.media.fmp4;

import dev.headwater.media.Codec;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.TrackClock;
import dev.headwater.media.format.TrackFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one segment of a track, in one fragment or several. Within the segment they are without a gap; where it starts comes from
 * the frames of the first alone. Confined to its caller.
 */
public final class FragmentWriter {
    private static final byte[] NOTHING = {};

    private final TrackFormat track;

    /** From the first fragment on. */
    private @Nullable TrackClock clock;

    public FragmentWriter(TrackFormat track) {
        this.track = track;
    }

    /**
     * The next fragment of the segment: {@code moof} and {@code mdat}.
     *
     * @param sequence number of the fragment, for {@code mfhd}
     * @param frames in the order of their decoding; those that are no coded media of the track are passed over
     * @param endMs when the last one ends: the timestamp of the track's next frame
     * @return empty if no frame is left
     */
    public byte[] write(int sequence, List<MediaFrame> frames, long endMs) {
        var samples = new ArrayList<MediaFrame>(frames.size());
        var bodies = new ArrayList<ByteBuffer>(frames.size());
        for (var frame : frames) {
            if (track.takes(frame)) {
                var body = body(frame);
                if (body.hasRemaining()) {
                    samples.add(frame);
                    bodies.add(body);
                }
            }
        }
        return samples.isEmpty()
                ? NOTHING
                : new Fragment(track, samples, bodies, times(samples, endMs)).write(sequence);
    }

    private ByteBuffer body(MediaFrame frame) {
        byte[] payload = frame.payload();
        int from = frame.bodyStart();
        return track.codec() == Codec.AV1
                ? TemporalUnit.of(payload, from)
                : ByteBuffer.wrap(payload, from, payload.length - from);
    }

    private List<Long> times(List<MediaFrame> samples, long endMs) {
        if (clock == null) {
            clock = new TrackClock(track, samples);
        }
        var times = new ArrayList<Long>(samples.size() + 1);
        for (var sample : samples) {
            times.add(clock.next(sample));
        }
        times.add(clock.at(endMs));
        return times;
    }
}
