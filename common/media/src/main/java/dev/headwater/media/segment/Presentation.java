package dev.headwater.media.segment;

import dev.headwater.media.segment.Rendition.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All renditions of a stream at a moment. Immutable.
 *
 * @param zero when position 0 of the timeline was, by this node's clock
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

    public Optional<Rendition> rendition(Kind kind) {
        return renditions.stream().filter(rendition -> rendition.kind() == kind).findFirst();
    }
}
