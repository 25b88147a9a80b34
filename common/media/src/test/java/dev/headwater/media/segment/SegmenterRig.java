package dev.headwater.media.segment;

import dev.headwater.media.segment.Rendition.Kind;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A segmenter that was fed with frames of a {@link Source}, and what came of them. */
final class SegmenterRig {
    static final SegmentPlan PARTS = new SegmentPlan(Container.FMP4, 2_000, 500, 6, 1 << 20);
    static final SegmentPlan WHOLE = new SegmentPlan(Container.FMP4, 2_000, 0, 6, 1 << 20);
    static final SegmentPlan TS = new SegmentPlan(Container.TS, 2_000, 0, 6, 1 << 20);

    private SegmenterRig() {}

    static Segmenter fed(SegmentPlan plan, Source source, long fromMs, long toMs) {
        var segmenter = new Segmenter(plan, Instant.EPOCH, 0);
        source.headers().forEach(segmenter::add);
        source.frames(fromMs, toMs).forEach(segmenter::add);
        return segmenter;
    }

    static Rendition rendition(Segmenter segmenter, Kind kind) {
        return segmenter.presentation().rendition(kind).orElseThrow();
    }

    static List<Segment> segments(Segmenter segmenter, Kind kind) {
        return rendition(segmenter, kind).segments();
    }

    static Map<Long, List<String>> bytes(List<Segment> segments) {
        return segments.stream()
                .collect(Collectors.toMap(
                        Segment::number,
                        segment -> segment.parts().stream()
                                .map(part -> HexFormat.of().formatHex(part.bytes()))
                                .toList()));
    }

    static <T> List<T> each(List<Segment> segments, Function<Segment, T> what) {
        return segments.stream().map(what).toList();
    }
}
