package dev.headwater.media.segment;

import dev.headwater.media.format.TrackFormat;
import dev.headwater.media.segment.Rendition.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The segments of one rendition, bounded by number and by bytes. Confined to the segmenter. */
final class RenditionLog {
    private final Kind kind;
    private final SegmentPlan plan;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private List<TrackFormat> formats = List.of();
    private long lastNumber = -1;
    private long lastEndMs;
    private long bytes;
    private long lastDiscontinuities = -1;
    private boolean complete = true;
    private @Nullable Rendition view;

    // ---- the growing segment ----
    private @Nullable Cut cut;
    private Optional<InitFile> init = Optional.empty();
    private final List<Part> parts = new ArrayList<>();
    private long startMs;
    private long partsMs;
    private long growingBytes;

    RenditionLog(Kind kind, SegmentPlan plan) {
        this.kind = kind;
        this.plan = plan;
    }

    /**
     * A segment begins. The numbers that were left out are gaps that share the time since the one before.
     *
     * @param firstMs position of its first frame
     */
    void begin(Cut next, long firstMs, List<TrackFormat> itsFormats, Optional<InitFile> itsInit) {
        view = null;
        skipTo(next.number(), firstMs);
        cut = next;
        formats = itsFormats;
        init = itsInit;
        startMs = firstMs;
        partsMs = 0;
        growingBytes = 0;
        parts.clear();
    }

    private void skipTo(long number, long ms) {
        long missing = lastNumber < 0 ? 0 : number - lastNumber - 1;
        if (missing >= plan.kept()) {
            segments.clear();
            bytes = 0;
            complete = false;
            return;
        }
        long eachMs = missing == 0 ? 0 : Math.clamp((ms - lastEndMs) / missing, 1, plan.segmentMs());
        for (long i = 1; i <= missing; i++) {
            append(Segment.gap(number - missing - 1 + i, lastEndMs, eachMs, lastDiscontinuities, false));
        }
    }

    /** @return false if the segment is too big, and broken off */
    boolean add(Part part) {
        if (cut == null) {
            return false;
        }
        view = null;
        growingBytes += part.bytes().length;
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
                            ? gap(cut, endMs - startMs)
                            : grown(
                                    endMs - startMs,
                                    ContentHash.of(
                                            parts.stream().map(Part::bytes).toList())));
            cut = null;
        }
    }

    /** The segment cannot be delivered. */
    void breakOff() {
        if (cut != null) {
            view = null;
            append(gap(cut, partsMs));
            cut = null;
        }
    }

    private Segment gap(Cut now, long durationMs) {
        return Segment.gap(now.number(), startMs, Math.max(durationMs, 1), now.discontinuities(), isDiscontinuity(now));
    }

    /** Whether one lies between the segment before and this one. */
    private boolean isDiscontinuity(Cut now) {
        return lastNumber >= 0 && now.discontinuities() != lastDiscontinuities;
    }

    private Segment grown(long durationMs, String hash) {
        var now = Objects.requireNonNull(cut);
        return new Segment(
                now.number(),
                startMs,
                durationMs,
                now.discontinuities(),
                isDiscontinuity(now),
                false,
                init,
                parts,
                hash);
    }

    private void append(Segment segment) {
        segments.addLast(segment);
        lastNumber = segment.number();
        lastDiscontinuities = segment.discontinuities();
        lastEndMs = segment.startMs() + segment.durationMs();
        bytes += segment.bytes();
        while (segments.size() > plan.kept() || (bytes > plan.maxBytes() && segments.size() > 1)) {
            var oldest = segments.removeFirst();
            bytes -= oldest.bytes();
            complete = false;
        }
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
        return cut != null || lastNumber >= 0;
    }
}
