package dev.headwater.media.playlist;

import dev.headwater.media.segment.Presentation;
import dev.headwater.media.segment.Rendition;
import dev.headwater.media.segment.Rendition.Kind;
import dev.headwater.media.segment.Segment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the periods of a manifest begin: at discontinuities; where other renditions have segments than those of the period, or a number has
 * none, since within a period the numbers of segments are counted; and where the timeline's zero has moved, since within a period times follow from it.
 * A period keeps its start, by which players know it again, after the segment there is gone; so what follows one manifest is remembered for the next.
 * Immutable.
 *
 * @param starts the one that the oldest segment is after, and those behind it; empty before anything was seen
 */
public record Periods(List<Start> starts) {
    /** Nothing was seen yet. */
    public static final Periods UNSEEN = new Periods(List.of());

    /**
     * The start of a period.
     *
     * @param number of the first segment
     * @param ms its position on the timeline
     * @param sinceMs what players count from, since {@linkplain Presentation#zero the manifest's zero}
     * @param zero of the timeline, for its segments
     * @param kinds of renditions that it has
     */
    public record Start(long number, long ms, long sinceMs, Instant zero, List<Kind> kinds) {
        public Start {
            kinds = List.copyOf(kinds);
        }

        /** Of a period that goes on from before this node's time, or from the stream's beginning: named equally on all nodes. */
        static Start ofAll(Presentation presentation, List<Kind> kinds) {
            return new Start(0, 0, 0, presentation.zero(), kinds);
        }

        /** Of the one behind another: not before it, even if a clock was set back. */
        Start next(Presentation presentation, long number) {
            long ms = segments(presentation, number)
                    .mapToLong(Segment::startMs)
                    .min()
                    .orElse(0);
            var nextZero = Periods.zero(presentation, number);
            long nextMs = nextZero.toEpochMilli() - presentation.zero().toEpochMilli() + ms;
            return new Start(number, ms, Math.max(nextMs, sinceMs + 1), nextZero, Periods.kinds(presentation, number));
        }

        private boolean has(Presentation presentation, long number) {
            return kinds.equals(Periods.kinds(presentation, number)) && zero.equals(Periods.zero(presentation, number));
        }
    }

    public Periods {
        starts = List.copyOf(starts);
    }

    /** What is known once a presentation was seen as well. */
    public Periods seen(Presentation presentation) {
        long first = presentation.firstNumber();
        var now = new ArrayList<Start>();
        starts.stream()
                .filter(start -> start.number() < first)
                .reduce((older, newer) -> newer)
                .ifPresent(now::add);
        boolean follows = true;
        for (long number = first; number <= presentation.lastNumber(); number++) {
            var kinds = kinds(presentation, number);
            if (kinds.isEmpty()) {
                follows = false;
                continue;
            }
            if (now.isEmpty()) {
                now.add(Start.ofAll(presentation, kinds));
            }
            var known = known(number);
            if (known.isPresent()) {
                now.add(known.get());
            } else if (!follows
                    || isDiscontinuity(presentation, number)
                    || !now.getLast().has(presentation, number)) {
                now.add(now.getLast().next(presentation, number));
            }
            follows = true;
        }
        return new Periods(now);
    }

    private Optional<Start> known(long number) {
        return starts.stream().filter(start -> start.number() == number).findFirst();
    }

    /** The period that a segment is in that was seen. */
    Start of(long number) {
        return starts.stream()
                .filter(start -> start.number() <= number)
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new IllegalStateException("segment %d was not seen".formatted(number)));
    }

    private static boolean isDiscontinuity(Presentation presentation, long number) {
        return segments(presentation, number).anyMatch(Segment::discontinuity);
    }

    private static Instant zero(Presentation presentation, long number) {
        return segments(presentation, number).findFirst().map(Segment::zero).orElse(presentation.zero());
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
}
