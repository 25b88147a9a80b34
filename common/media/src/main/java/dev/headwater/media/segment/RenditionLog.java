package dev.headwater.media.segment;

import dev.headwater.media.format.TrackFormat;
import dev.headwater.media.segment.Rendition.Kind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The segments of one rendition, bounded by number, by bytes, and by the room that others leave. Confined to the segmenter. */
final class RenditionLog {
    /** Media that stay in a playlist, in target durations (RFC 8216, 6.2.2). */
    private static final int LEAST_TARGETS = 3;

    private final Kind kind;
    private final SegmentPlan plan;
    private final SegmentMemory.Share share;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private List<TrackFormat> formats = List.of();
    private @Nullable Segment last;

    /** Cannot be delivered: a gap as soon as it is known how long it lasts, which the next one tells. */
    private @Nullable Cut broken;

    private long bytes;
    private boolean complete = true;
    private @Nullable Rendition view;

    // ---- the growing segment ----
    private @Nullable Cut cut;
    private Optional<InitFile> init = Optional.empty();
    private final List<Part> parts = new ArrayList<>();
    private long startMs;
    private long partsMs;
    private long growingBytes;

    RenditionLog(Kind kind, SegmentPlan plan, SegmentMemory.Share share) {
        this.kind = kind;
        this.plan = plan;
        this.share = share;
    }

    /**
     * A segment begins. The numbers that were left out, and those broken off, are gaps that share the time since the one before.
     *
     * @param firstMs position of its first frame
     */
    void begin(Cut next, long firstMs, List<TrackFormat> itsFormats, Optional<InitFile> itsInit) {
        view = null;
        skipTo(next, firstMs);
        cut = next;
        formats = itsFormats;
        init = itsInit;
        startMs = firstMs;
        partsMs = 0;
        forgetParts();
        broken = null;
    }

    private void skipTo(Cut next, long ms) {
        var before = last;
        var lost = broken;
        long first;
        long fromMs;
        long discontinuities;
        if (before != null) {
            first = before.number() + 1;
            fromMs = before.startMs() + before.durationMs();
            discontinuities = before.discontinuities();
        } else if (lost != null) {
            first = lost.number();
            fromMs = startMs;
            discontinuities = lost.discontinuities();
        } else {
            return;
        }
        long missing = next.number() - first;
        if (missing >= plan.kept()) {
            segments.clear();
            hold(-bytes);
            complete = false;
            return;
        }
        long eachMs = missing == 0 ? 0 : Math.clamp((ms - fromMs) / missing, 1, plan.segmentMs());
        for (long i = 0; i < missing; i++) {
            if (lost != null && first + i == lost.number()) {
                discontinuities = lost.discontinuities();
            }
            append(gap(first + i, fromMs + i * eachMs, eachMs, next.zero(), discontinuities));
        }
    }

    /** @return false if the segment is too big, and broken off */
    boolean add(Part part) {
        if (cut == null) {
            return false;
        }
        view = null;
        growingBytes += part.bytes().length;
        share.add(part.bytes().length);
        if (growingBytes > plan.maxBytes() / 2) {
            breakOff();
            return false;
        }
        parts.add(part);
        partsMs += part.durationMs();
        return true;
    }

    /** The segment is all there. */
    void finish(long endMs) {
        if (cut != null) {
            view = null;
            append(
                    parts.isEmpty()
                            ? gap(
                                    cut.number(),
                                    startMs,
                                    Math.max(endMs - startMs, 1),
                                    cut.zero(),
                                    cut.discontinuities())
                            : grown(
                                    endMs - startMs,
                                    ContentHash.of(
                                            parts.stream().map(Part::bytes).toList())));
            cut = null;
            forgetParts();
        }
    }

    /** The segment cannot be delivered. */
    void breakOff() {
        if (cut != null) {
            view = null;
            broken = cut;
            cut = null;
            forgetParts();
        }
    }

    private void forgetParts() {
        parts.clear();
        share.add(-growingBytes);
        growingBytes = 0;
    }

    private Segment gap(long number, long fromMs, long durationMs, Instant zero, long discontinuities) {
        return Segment.gap(number, fromMs, durationMs, zero, discontinuities, isDiscontinuity(discontinuities));
    }

    /** Whether one lies between the segment before and one with so many up to it. */
    private boolean isDiscontinuity(long discontinuities) {
        return last != null && discontinuities != last.discontinuities();
    }

    private Segment grown(long durationMs, String hash) {
        var now = Objects.requireNonNull(cut);
        return new Segment(
                now.number(),
                startMs,
                durationMs,
                now.zero(),
                now.discontinuities(),
                isDiscontinuity(now.discontinuities()),
                false,
                init,
                parts,
                hash);
    }

    private void append(Segment segment) {
        segments.addLast(segment);
        last = segment;
        hold(segment.bytes());
        while (segments.size() > plan.kept() || (segments.size() > 1 && isTooMuch())) {
            hold(-segments.removeFirst().bytes());
            complete = false;
        }
    }

    private void hold(long more) {
        bytes += more;
        share.add(more);
    }

    private boolean isTooMuch() {
        return bytes > plan.maxBytes() || (share.isShort() && isLongWithoutTheOldest());
    }

    private boolean isLongWithoutTheOldest() {
        long ms = segments.stream().skip(1).mapToLong(Segment::durationMs).sum();
        return ms >= LEAST_TARGETS * 1_000L * plan.targetSeconds();
    }

    /** As it is now; the same object as long as nothing changes. */
    Rendition view() {
        if (view == null) {
            view = new Rendition(
                    kind,
                    formats,
                    List.copyOf(segments),
                    cut == null ? Optional.empty() : Optional.of(grown(partsMs, "")),
                    complete);
        }
        return view;
    }

    /** Whether anything ever began. */
    boolean isUsed() {
        return cut != null || last != null;
    }
}
