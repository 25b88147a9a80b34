package dev.headwater.media.segment;

import dev.headwater.media.segment.Rendition.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All renditions of a stream at a moment. Immutable.
 *
 * @param zero when position 0 of the timeline was, by this node's clock, when it began: segments tell when it is by now
 * @param ended whether nothing follows
 */
public record Presentation(SegmentPlan plan, Instant zero, List<Rendition> renditions, boolean ended) {
    public Presentation {
        renditions = List.copyOf(renditions);
    }

    /** The same as who takes whole segments alone is told of it. */
    public Presentation inWholeSegments() {
        return new Presentation(plan.inWholeSegments(), zero, renditions, ended);
    }

    /**
     * Number of the oldest segment that all renditions have which were there by then: what one has lost already others may still have. Above all
     * numbers if none has one.
     */
    public long firstNumber() {
        return renditions.stream()
                .filter(rendition -> rendition.isBegun() && !rendition.complete())
                .mapToLong(Presentation::oldest)
                .max()
                .orElseGet(() -> renditions.stream()
                        .filter(Rendition::isBegun)
                        .mapToLong(Presentation::oldest)
                        .min()
                        .orElse(Long.MAX_VALUE));
    }

    private static long oldest(Rendition rendition) {
        return rendition.segments().getFirst().number();
    }

    /** Number of the newest segment that is finished in all renditions that have it; below all numbers if there is none. */
    public long lastNumber() {
        return renditions.stream()
                .mapToLong(rendition -> rendition.nextNumber() - 1)
                .min()
                .orElse(-1);
    }

    /** Whether a player can begin. A rendition that came later than the others, and has no segment yet, is not waited for. */
    public boolean isStarted() {
        return firstNumber() <= lastNumber();
    }

    public Optional<Rendition> rendition(Kind kind) {
        return renditions.stream().filter(rendition -> rendition.kind() == kind).findFirst();
    }
}
