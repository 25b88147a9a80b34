package dev.headwater.media.segment;

import dev.headwater.media.format.TrackFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The segments of one playlist at a moment. Immutable.
 *
 * @param formats of the newest segment: video before audio; empty while its track is not in the stream
 * @param segments those kept, without holes in their numbers, the newest last; never empty but at the beginning
 * @param growing the one after them, with the parts that it has; empty if the next has not begun
 * @param complete whether all that were ever made are kept
 */
public record Rendition(
        Kind kind, List<TrackFormat> formats, List<Segment> segments, Optional<Segment> growing, boolean complete) {
    public Rendition {
        formats = List.copyOf(formats);
        segments = List.copyOf(segments);
    }

    /** Which of a stream's renditions. */
    public enum Kind {
        VIDEO("video", Container.FMP4),
        AUDIO("audio", Container.FMP4),
        /** Video and audio in one. */
        MAIN("main", Container.TS);

        private final String word;
        private final Container container;

        Kind(String word, Container container) {
            this.word = word;
            this.container = container;
        }

        /** What its segments are. */
        public Container container() {
            return container;
        }

        /** Its name in addresses. */
        public String word() {
            return word;
        }
    }

    /** Whether a segment is finished. */
    public boolean isBegun() {
        return !segments.isEmpty();
    }

    /** The number of the newest segment that is finished; empty if none is. */
    public long lastNumber() {
        return segments.isEmpty() ? -1 : segments.getLast().number();
    }

    /** The number that the next segment to be finished should have. */
    public long nextNumber() {
        return growing.map(Segment::number).orElse(lastNumber() + 1);
    }

    /** Whether a segment may be here, or come: it is none of those before what is kept, nor far ahead. */
    public boolean mayHave(long number) {
        long oldest = segments.isEmpty() ? nextNumber() : segments.getFirst().number();
        return number >= oldest && number <= nextNumber() + 1;
    }

    /** A segment that is kept, finished or growing. */
    public Optional<Segment> segment(long number) {
        if (growing.isPresent() && growing.get().number() == number) {
            return growing;
        }
        long at = segments.isEmpty() ? -1 : number - segments.getFirst().number();
        return at < 0 || at >= segments.size() ? Optional.empty() : Optional.of(segments.get((int) at));
    }

    public Optional<InitFile> init(String id) {
        return Stream.concat(growing.stream(), segments.reversed().stream())
                .flatMap(segment -> segment.init().stream())
                .filter(init -> init.id().equals(id))
                .findFirst();
    }

    /**
     * Whether a part is there, or can come no more because its segment is a gap, or ended before it and the next one has begun
     * (draft-pantos-hls-rfc8216bis, 6.2.5.2).
     */
    public boolean reaches(long number, int part) {
        if (lastNumber() > number) {
            return true;
        }
        if (lastNumber() == number
                && (segments.getLast().gap()
                        || part < segments.getLast().parts().size())) {
            return true;
        }
        return growing.filter(segment -> segment.number() == number
                        ? part < segment.parts().size()
                        : segment.number() > number && !segment.parts().isEmpty())
                .isPresent();
    }
}
