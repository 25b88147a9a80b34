package dev.headwater.media.segment;

import static dev.headwater.media.segment.SegmenterRig.PARTS;
import static dev.headwater.media.segment.SegmenterRig.TS;
import static dev.headwater.media.segment.SegmenterRig.WHOLE;
import static dev.headwater.media.segment.SegmenterRig.bytes;
import static dev.headwater.media.segment.SegmenterRig.each;
import static dev.headwater.media.segment.SegmenterRig.fed;
import static dev.headwater.media.segment.SegmenterRig.rendition;
import static dev.headwater.media.segment.SegmenterRig.segments;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.segment.Rendition.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where segments begin, of what parts they are made, and what bounds them. */
class SegmenterTest {
    // ---- where segments begin -----------------------------------------------------------------------------------

    @Test
    void aSegmentHasTheNumberOfItsWindowOnTheTimeline() {
        var segmenter = fed(WHOLE, Source.of(2_000), 100_000, 109_000);
        assertThat(each(segments(segmenter, Kind.VIDEO), Segment::number)).containsExactly(51L, 52L, 53L);
        assertThat(each(segments(segmenter, Kind.VIDEO), Segment::startMs))
                .containsExactly(102_000L, 104_000L, 106_000L);
        assertThat(each(segments(segmenter, Kind.VIDEO), Segment::durationMs)).containsOnly(2_000L);
        assertThat(each(segments(segmenter, Kind.AUDIO), Segment::number)).containsExactly(51L, 52L, 53L);
        assertThat(rendition(segmenter, Kind.VIDEO).growing().map(Segment::number))
                .contains(54L);
    }

    @Test
    void theFirstGroupIsASegmentIfTheOneBeforeIsKnownToBeOfAnEarlierWindow() {
        var segmenter = new Segmenter(WHOLE, Instant.EPOCH, 2_000);
        Source.of(2_000).headers().forEach(segmenter::add);
        Source.of(2_000).frames(100_000, 103_000).forEach(segmenter::add);
        assertThat(each(segments(segmenter, Kind.VIDEO), Segment::number)).containsExactly(50L);
    }

    @Test
    void theFirstKeyFrameOfAWindowBeginsItsSegment() {
        var segmenter = fed(WHOLE, Source.of(1_000), 500, 9_000);
        assertThat(each(segments(segmenter, Kind.VIDEO), Segment::startMs)).containsExactly(2_000L, 4_000L, 6_000L);
    }

    @ParameterizedTest
    @EnumSource
    void nodesThatBeganAtDifferentTimesGiveEqualBytesUnderEqualNumbers(Container container) {
        var plan = container == Container.TS ? TS : PARTS;
        var early = fed(plan, Source.of(1_000), 0, 21_000);
        var late = fed(plan, Source.of(1_000), 9_000, 21_000);
        for (Rendition rendition : late.presentation().renditions()) {
            var theirs = bytes(segments(early, rendition.kind()));
            var ours = bytes(rendition.segments());
            assertThat(ours).hasSizeGreaterThan(4);
            assertThat(theirs).containsAllEntriesOf(ours);
        }
    }

    @Test
    void aWindowWithoutAKeyFrameIsAGapOfNoLength() {
        var segmenter = fed(WHOLE, Source.of(2_080), 0, 60_000);
        var gaps = segments(segmenter, Kind.VIDEO).stream().filter(Segment::gap).toList();
        assertThat(gaps).hasSize(1);
        assertThat(gaps.getFirst().durationMs()).isEqualTo(1);
        assertThat(segments(segmenter, Kind.VIDEO)).noneMatch(Segment::discontinuity);
        assertThat(each(segments(segmenter, Kind.AUDIO), Segment::gap))
                .isEqualTo(each(segments(segmenter, Kind.VIDEO), Segment::gap));
    }

    @Test
    void noSegmentIsLongerThanTheTargetEvenIfKeyFramesAreRare() {
        var segmenter = fed(WHOLE, Source.of(10_000), 0, 35_000);
        var all = segments(segmenter, Kind.VIDEO);
        assertThat(all).isNotEmpty().allMatch(segment -> segment.durationMs() < 2_500);
        long sum = all.stream().mapToLong(Segment::durationMs).sum();
        assertThat(sum
                        - all.stream()
                                .filter(Segment::gap)
                                .mapToLong(Segment::durationMs)
                                .sum())
                .as("nothing is left out")
                .isEqualTo(all.getLast().startMs()
                        + all.getLast().durationMs()
                        - all.getFirst().startMs());
    }

    @Test
    void aHoleInThePictureIsNoReasonToBeginASegmentWithoutAKeyFrame() {
        var segmenter = fed(WHOLE, Source.of(2_000), 0, 4_120);
        Source.of(2_000).frames(5_400, 9_000).forEach(segmenter::add);
        assertThat(segments(segmenter, Kind.VIDEO)).noneMatch(Segment::discontinuity);
        assertThat(each(segments(segmenter, Kind.VIDEO), Segment::startMs))
                .allMatch(ms -> ms % 2_000 == 0)
                .contains(4_000L, 6_000L);
    }

    /** Before a key frame and before another, with sound meanwhile and without. */
    @ParameterizedTest
    @CsvSource({"FMP4, 7000, true", "FMP4, 7440, true", "FMP4, 7000, false", "TS, 7000, true", "TS, 7440, false"})
    void noSegmentIsLongerThanTheTargetWherePicturesAreMissingAcrossItsEnd(
            Container container, long onMs, boolean withSound) {
        var segmenter = fed(container == Container.TS ? TS : PARTS, Source.of(1_000), 500, 5_900);
        new Source(1_000, false, withSound).frames(5_900, onMs).forEach(segmenter::add);
        Source.of(1_000).frames(onMs, 12_000).forEach(segmenter::add);
        assertThat(segmenter.presentation().renditions())
                .isNotEmpty()
                .allSatisfy(rendition -> assertThat(rendition.segments())
                        .hasSizeGreaterThan(3)
                        .noneMatch(Segment::gap)
                        .noneMatch(Segment::discontinuity)
                        .allMatch(segment -> segment.durationMs() < 2_500));
    }

    // ---- parts --------------------------------------------------------------------------------------------------

    @Test
    void partsMakeUpTheirSegmentAndTheFirstCanBeBegunWith() {
        var segmenter = fed(PARTS, Source.of(2_000), 500, 5_000);
        for (Kind kind : List.of(Kind.VIDEO, Kind.AUDIO)) {
            assertThat(each(segments(segmenter, kind), Segment::number)).containsExactly(1L);
            for (Segment segment : segments(segmenter, kind)) {
                assertThat(segment.parts().stream().mapToLong(Part::durationMs).sum())
                        .isEqualTo(segment.durationMs());
                assertThat(segment.parts()).allMatch(part -> part.durationMs() <= 500);
                assertThat(segment.parts().getFirst().isIndependent()).isTrue();
            }
        }
        assertThat(rendition(segmenter, Kind.VIDEO).growing().orElseThrow().parts())
                .hasSize(2);
    }

    // ---- bounds -------------------------------------------------------------------------------------------------

    @Test
    void noMoreIsKeptThanThePlanSays() {
        assertThat(segments(fed(WHOLE, Source.of(2_000), 0, 100_000), Kind.VIDEO))
                .hasSize(12);
        var small = new SegmentPlan(Container.FMP4, 2_000, 0, 6, 20_000);
        var kept = segments(fed(small, Source.of(2_000), 0, 100_000), Kind.VIDEO);
        assertThat(kept.stream().mapToLong(Segment::bytes).sum()).isLessThanOrEqualTo(20_000);
        assertThat(kept).hasSizeGreaterThan(1).noneMatch(Segment::gap);
    }

    @Test
    void aSegmentThatIsTooBigIsAGap() {
        for (var container : Container.values()) {
            var tiny = new SegmentPlan(container, 2_000, 0, 6, 1_000);
            var kind = container == Container.TS ? Kind.MAIN : Kind.VIDEO;
            assertThat(segments(fed(tiny, Source.of(2_000), 0, 20_000), kind))
                    .isNotEmpty()
                    .allMatch(Segment::gap);
        }
    }

    @Test
    void nothingChangesWhereNothingHappens() {
        var segmenter = fed(WHOLE, Source.of(2_000), 500, 9_000);
        assertThat(segmenter.presentation()).isSameAs(segmenter.presentation());
    }
}
