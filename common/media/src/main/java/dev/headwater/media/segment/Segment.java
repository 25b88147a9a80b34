package dev.headwater.media.segment;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a rendition, finished or still growing. Immutable.
 *
 * @param startMs position of its first frame on the stream's timeline
 * @param zero when position 0 of the timeline was, by this node's clock, as far as this segment's frames tell: the same in all renditions for
 *     one number ({@link TimelineZero})
 * @param discontinuities how many the stream had up to its first frame: the same in all renditions for one number
 * @param discontinuity whether its frames do not go on from those before: another decoder set-up, or a leap of the timeline
 * @param gap whether there is nothing to fetch: no key frame fell into its window, or this node missed frames
 * @param init what decodes it; empty for a transport stream and a gap
 * @param parts the bytes, in order
 * @param hash {@link ContentHash} of the bytes; empty while it grows, and of a gap
 */
public record Segment(
        long number,
        long startMs,
        long durationMs,
        Instant zero,
        long discontinuities,
        boolean discontinuity,
        boolean gap,
        Optional<InitFile> init,
        List<Part> parts,
        String hash) {
    public Segment {
        parts = List.copyOf(parts);
    }

    /** When its first frame was, by this node's clock. */
    public Instant begin() {
        return zero.plusMillis(startMs);
    }

    public long bytes() {
        long sum = 0;
        for (Part part : parts) {
            sum += part.bytes().length;
        }
        return sum;
    }

    /** All of it in one piece. */
    public byte[] joined() {
        var joined = ByteBuffer.allocate(Math.toIntExact(bytes()));
        parts.forEach(part -> joined.put(part.bytes()));
        return joined.array();
    }

    static Segment gap(
            long number, long startMs, long durationMs, Instant zero, long discontinuities, boolean discontinuity) {
        return new Segment(
                number,
                startMs,
                durationMs,
                zero,
                discontinuities,
                discontinuity,
                true,
                Optional.empty(),
                List.of(),
                "");
    }
}
