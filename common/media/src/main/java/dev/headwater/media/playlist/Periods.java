package dev.headwater.media.playlist;

import dev.headwater.media.segment.Presentation;
import dev.headwater.media.segment.Rendition;
import dev.headwater.media.segment.Rendition.Kind;
import dev.headwater.media.segment.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the periods of a manifest begin: at discontinuities, and where other renditions have segments than for the number before,
 * since within a period the numbers of segments are counted. A period keeps its start, by which players know it again, after the segment there
 * is gone; so what follows one manifest is remembered for the next. Immutable.
 *
 * @param starts the one that the oldest segment is after, if it was seen, and those behind it
 */
public record Periods(List<Start> starts) {
    /** Nothing was seen yet. */
    public static final Periods UNSEEN = new Periods(List.of());

    /**
     * The start of a period.
     *
     * @param number of the first segment
     * @param ms position on the timeline
     */
    public record Start(long number, long ms) {
        /** Of a period that goes on from before this node's time, or from the stream's beginning: equal on all nodes. */
        static final Start OF_ALL = new Start(0, 0);
    }

    public Periods {
        starts = List.copyOf(starts);
    }

    /** What is known once a presentation was seen as well. */
    public Periods seen(Presentation presentation) {
        long first = first(presentation);
        var now = new ArrayList<Start>();
        starts.stream()
                .filter(start -> start.number() < first)
                .reduce((older, newer) -> newer)
                .ifPresent(now::add);
        for (long number = first; number <= last(presentation); number++) {
            if (begins(presentation, number, first)) {
                now.add(new Start(number, startMs(presentation, number)));
            }
        }
        return new Periods(now);
    }

    /** The period that a segment is in. */
    Start of(long number) {
        return starts.stream()
                .filter(start -> start.number() <= number)
                .reduce((older, newer) -> newer)
                .orElse(Start.OF_ALL);
    }

    private static boolean begins(Presentation presentation, long number, long first) {
        var kinds = kinds(presentation, number);
        if (kinds.isEmpty()) {
            return false;
        }
        boolean isDiscontinuity = segments(presentation, number).anyMatch(Segment::discontinuity);
        return isDiscontinuity || (number > first && !kinds.equals(kinds(presentation, number - 1)));
    }

    /** Whether any rendition has the segment. */
    static boolean isListed(Presentation presentation, long number) {
        return !kinds(presentation, number).isEmpty();
    }

    /** The renditions that have it. */
    private static List<Kind> kinds(Presentation presentation, long number) {
        return presentation.renditions().stream()
                .filter(rendition -> finished(rendition, number).isPresent())
                .map(Rendition::kind)
                .toList();
    }

    private static Stream<Segment> segments(Presentation presentation, long number) {
        return presentation.renditions().stream()
                .map(rendition -> finished(rendition, number))
                .flatMap(Optional::stream);
    }

    /** A segment that can be fetched and grows no more. */
    static Optional<Segment> finished(Rendition rendition, long number) {
        return rendition.segment(number).filter(segment -> number <= rendition.lastNumber() && !segment.gap());
    }

    private static long startMs(Presentation presentation, long number) {
        return segments(presentation, number).mapToLong(Segment::startMs).min().orElse(0);
    }

    /** Number of the oldest segment that all renditions may have. */
    static long first(Presentation presentation) {
        return presentation.renditions().stream()
                .mapToLong(rendition -> rendition.segments().isEmpty()
                        ? Long.MAX_VALUE
                        : rendition.segments().getFirst().number())
                .max()
                .orElse(Long.MAX_VALUE);
    }

    /** Number of the newest one that all know of. */
    static long last(Presentation presentation) {
        return presentation.renditions().stream()
                .mapToLong(Rendition::lastNumber)
                .min()
                .orElse(-1);
    }
}
