package dev.headwater.media.segment;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How a stream is cut. The timeline is divided into windows of {@code segmentMs}; the segment of window <i>n</i> has the number
 * <i>n</i> and begins at the first key frame in it.
 *
 * @param segmentMs length of a window, milliseconds
 * @param partMs longest part of a segment, milliseconds; 0 for none
 * @param listed segments in a playlist; twice as many are kept
 * @param maxBytes most that a rendition keeps, and half of what one segment may have
 */
public record SegmentPlan(Container container, int segmentMs, int partMs, int listed, long maxBytes) {
    /** Windows begin by this part of their length before the multiples of it, so that key frames on the multiples fall inside. */
    private static final int LEAD_PART = 8;

    /** Lengths differ by this, so that all nodes find the same one for a stream. */
    private static final int STEP_MS = 500;

    /** How much longer than a window a group of pictures may be: then a window in twenty has no key frame. */
    private static final double SLACK = 0.05;

    /** How much longer the audio of a segment may be than its video: a frame of AAC at 8 kHz. */
    private static final int LONGEST_SOUND_MS = 128;

    /** Parts but the last of a segment last at least this part of the longest (draft-pantos-hls-rfc8216bis, 4.4.4.9). */
    private static final double LEAST_OF_PART = 0.85;

    public SegmentPlan {
        if (segmentMs < STEP_MS || partMs < 0 || listed < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("segments of %d ms, parts of %d ms, %d listed, at most %d bytes"
                    .formatted(segmentMs, partMs, listed, maxBytes));
        }
    }

    SegmentPlan inWholeSegments() {
        return new SegmentPlan(container, segmentMs, 0, listed, maxBytes);
    }

    /**
     * The shortest window that suits a constant group of pictures: one whose segments, which are multiples of the group, never
     * last longer than {@link #targetSeconds}.
     *
     * @param targetMs shortest segment wanted
     * @param maxMs longest one
     * @param gopMs from key frame to key frame; 0 if unknown
     */
    public static int segmentMs(int targetMs, int maxMs, long gopMs) {
        return gopMs <= 0
                ? targetMs
                : suiting(targetMs, maxMs, gopMs).orElse(targetMs + (maxMs - targetMs) / STEP_MS * STEP_MS);
    }

    private static OptionalInt suiting(int targetMs, int maxMs, long gopMs) {
        return IntStream.iterate(targetMs, ms -> ms <= maxMs, ms -> ms + STEP_MS)
                .filter(ms -> longestOf(ms, gopMs) <= longest(ms))
                .findFirst();
    }

    private static long longestOf(int segmentMs, long gopMs) {
        double groups = (double) segmentMs / gopMs;
        return groups <= 1 - SLACK ? Long.MAX_VALUE : (long) Math.ceil(groups - SLACK) * gopMs;
    }

    /** Whether a length is one that {@link #segmentMs} may give. */
    public static boolean isOffered(int segmentMs, int targetMs, int maxMs) {
        return segmentMs >= targetMs && segmentMs <= maxMs && (segmentMs - targetMs) % STEP_MS == 0;
    }

    /** The window that a position on the timeline is in. */
    public long windowOf(long ms) {
        return (ms + segmentMs / LEAD_PART) / segmentMs;
    }

    /** Where a window begins on the timeline; the first one before it. */
    long startOf(long window) {
        return window * segmentMs - segmentMs / LEAD_PART;
    }

    /** No segment lasts longer, rounded to seconds (RFC 8216, 4.3.3.1). */
    public int targetSeconds() {
        return targetSeconds(segmentMs);
    }

    private static int targetSeconds(int segmentMs) {
        return Math.ceilDiv(segmentMs, 1_000);
    }

    /** What still rounds to {@link #targetSeconds}, with the sound that is longer than its picture. */
    long longestMs() {
        return longest(segmentMs);
    }

    private static long longest(int segmentMs) {
        return targetSeconds(segmentMs) * 1_000L + 499 - LONGEST_SOUND_MS;
    }

    /** Whether frames that far apart make up parts of a length that is allowed. */
    boolean isInParts(long stepMs) {
        return partMs > 0 && (stepMs <= 0 || (partMs / stepMs) * stepMs >= LEAST_OF_PART * partMs);
    }

    /** Segments that are kept, so that those who have an older playlist find them. */
    int kept() {
        return 2 * listed;
    }
}
