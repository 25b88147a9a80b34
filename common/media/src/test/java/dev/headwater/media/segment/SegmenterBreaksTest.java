package dev.headwater.media.segment;

import static dev.headwater.media.segment.SegmenterRig.PARTS;
import static dev.headwater.media.segment.SegmenterRig.TS;
import static dev.headwater.media.segment.SegmenterRig.WHOLE;
import static dev.headwater.media.segment.SegmenterRig.bytes;
import static dev.headwater.media.segment.SegmenterRig.each;
import static dev.headwater.media.segment.SegmenterRig.fed;
import static dev.headwater.media.segment.SegmenterRig.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.segment.Rendition.Kind;
import dev.headwater.testkit.Payloads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What does not go on: discontinuities, gaps and the end. */
class SegmenterBreaksTest {
    @Test
    void aNewCodecIsADiscontinuityInBothRenditions() {
        var segmenter = fed(PARTS, Source.of(2_000), 500, 9_000);
        segmenter.add(MediaFrame.of(FrameKind.VIDEO, 9_000, Payloads.hevcSequenceHeader()));
        for (var frame : Source.of(2_000).frames(9_000, 20_000)) {
            segmenter.add(
                    frame.kind() == FrameKind.AUDIO
                            ? frame
                            : MediaFrame.of(
                                    FrameKind.VIDEO,
                                    frame.timestampMs(),
                                    frame.isKeyFrame() ? Payloads.hevcKeyFrame(0) : Payloads.hevcInterFrame(0)));
        }
        for (Kind kind : List.of(Kind.VIDEO, Kind.AUDIO)) {
            assertThat(segments(segmenter, kind).stream()
                            .filter(Segment::discontinuity)
                            .map(Segment::number))
                    .containsExactly(5L);
        }
        assertThat(each(
                                segments(segmenter, Kind.VIDEO),
                                segment -> segment.init().orElseThrow().id())
                        .stream()
                        .distinct())
                .hasSize(2);
    }

    @Test
    void aLeapOfTheTimelineIsADiscontinuityAndItsNumbersAreGaps() {
        var segmenter = fed(WHOLE, Source.of(2_000), 500, 9_000);
        Source.of(2_000).frames(16_000, 23_000).forEach(segmenter::add);
        var video = segments(segmenter, Kind.VIDEO);
        assertThat(each(video, Segment::number)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(video.stream().filter(Segment::gap).map(Segment::number)).containsExactly(5L, 6L, 7L);
        assertThat(video.stream().filter(Segment::discontinuity).map(Segment::number))
                .containsExactly(8L);
    }

    @ParameterizedTest
    @CsvSource({"3000, false", "3000, true", "8000, false", "8000, true"})
    void slidesThatLastAsLongAsTheirSegmentsAreNoLeaps(int lengthMs, boolean withSound) {
        var slides = new SegmentPlan(Container.FMP4, lengthMs, 0, 6, 1 << 20);
        int endMs = 9 * lengthMs;
        var frames = new ArrayList<>(new Source(lengthMs, false, withSound).frames(0, endMs));
        for (int ms = 0; ms <= endMs; ms += lengthMs) {
            frames.add(MediaFrame.of(FrameKind.VIDEO, ms, Payloads.avcKeyFrame(ms)));
        }
        frames.sort(Comparator.comparingLong(MediaFrame::timestampMs));
        var segmenter = new Segmenter(slides, Instant.EPOCH, lengthMs);
        new Source(lengthMs, true, withSound).headers().forEach(segmenter::add);
        frames.forEach(segmenter::add);
        assertThat(segmenter.presentation().renditions())
                .hasSize(withSound ? 2 : 1)
                .allSatisfy(rendition -> assertThat(rendition.segments())
                        .hasSizeGreaterThan(6)
                        .noneMatch(Segment::discontinuity)
                        .noneMatch(Segment::gap)
                        .allMatch(segment -> segment.durationMs() < lengthMs + 100));
    }

    @ParameterizedTest
    @EnumSource
    void anotherPublicationIsOneDiscontinuityInAllRenditions(Container container) {
        var segmenter = fed(container == Container.TS ? TS : PARTS, Source.of(2_000), 500, 8_700);
        segmenter.publication(2);
        Source.of(2_000).headers().forEach(segmenter::add);
        Source.of(2_000).frames(10_000, 17_000).forEach(segmenter::add);
        for (Rendition rendition : segmenter.presentation().renditions()) {
            var all = rendition.segments();
            assertThat(all.stream().filter(Segment::discontinuity).map(Segment::number))
                    .containsExactly(5L);
            assertThat(each(all, Segment::discontinuities)).containsExactly(0L, 0L, 0L, 0L, 1L, 1L, 1L);
            assertThat(all).noneMatch(Segment::gap).allMatch(segment -> segment.durationMs() < 2_500);
            if (container == Container.FMP4) {
                assertThat(all).flatExtracting(Segment::parts).allMatch(part -> part.durationMs() <= 500);
            }
        }
    }

    @Test
    void nodesThatBeganInDifferentEpochsCountDiscontinuitiesAlike() {
        var early = new Segmenter(PARTS, Instant.EPOCH, 0);
        early.publication(3);
        Source.of(2_000).headers().forEach(early::add);
        Source.of(2_000).frames(500, 9_000).forEach(early::add);
        early.publication(4);
        var late = new Segmenter(PARTS, Instant.EPOCH, 0);
        late.publication(4);
        Source.of(2_000).headers().forEach(late::add);
        for (var frame : Source.of(2_000).frames(10_000, 17_000)) {
            early.add(frame);
            late.add(frame);
        }
        for (Rendition rendition : late.presentation().renditions()) {
            assertThat(rendition.segments())
                    .isNotEmpty()
                    .allMatch(segment -> segment.discontinuities() == 4)
                    .allMatch(segment -> segments(early, rendition.kind()).stream()
                            .filter(theirs -> theirs.number() == segment.number())
                            .allMatch(theirs -> theirs.discontinuities() == 4));
        }
    }

    @Test
    void aTrackThatComesLaterCountsDiscontinuitiesAsTheOtherDoes() {
        var silent = new Source(2_000, true, false);
        var segmenter = fed(PARTS, silent, 500, 9_000);
        silent.frames(16_000, 21_000).forEach(segmenter::add); // a leap
        Source.of(2_000).headers().forEach(segmenter::add);
        Source.of(2_000).frames(21_000, 29_000).forEach(segmenter::add);
        assertThat(segments(segmenter, Kind.AUDIO))
                .isNotEmpty()
                .noneMatch(Segment::discontinuity)
                .allMatch(segment -> segment.discontinuities() == 1);
    }

    @Test
    void aLeapBeyondAllThatIsKeptLeavesNothingBefore() {
        var segmenter = fed(WHOLE, Source.of(2_000), 500, 9_000);
        Source.of(2_000).frames(1_000_000, 1_007_000).forEach(segmenter::add);
        var video = segments(segmenter, Kind.VIDEO);
        assertThat(each(video, Segment::number)).containsExactly(500L, 501L, 502L);
        assertThat(video.getFirst().discontinuity()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatThisNodeMissedIsAGapAndTheRestIsAsEverywhere(Container container) {
        var plan = container == Container.TS ? TS : PARTS;
        var source = Source.of(1_000);
        var whole = fed(plan, source, 0, 30_000);
        var late = fed(plan, source, 0, 13_500);
        late.missed();
        source.headers().forEach(late::add);
        source.frames(17_000, 30_000).forEach(late::add);
        for (Rendition rendition : late.presentation().renditions()) {
            assertThat(rendition.segments()).noneMatch(Segment::discontinuity);
            assertThat(rendition.segments().stream().filter(Segment::gap).map(Segment::number))
                    .containsExactly(6L, 7L, 8L);
            var theirs = bytes(segments(whole, rendition.kind()));
            rendition.segments().stream()
                    .filter(segment -> !segment.gap() && theirs.containsKey(segment.number()))
                    .forEach(segment -> assertThat(bytes(List.of(segment)))
                            .isEqualTo(Map.of(segment.number(), theirs.get(segment.number()))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void gapLastsAsLongAsWhatIsMissing(Container container) {
        var segmenter = fed(container == Container.TS ? TS : PARTS, Source.of(2_000), 500, 9_000);
        segmenter.missed();
        Source.of(2_000).frames(9_200, 15_000).forEach(segmenter::add);
        for (Rendition rendition : segmenter.presentation().renditions()) {
            var segments = rendition.segments();
            assertThat(each(segments, Segment::gap)).containsExactly(false, false, false, true, false, false);
            for (int i = 1; i < segments.size(); i++) {
                var before = segments.get(i - 1);
                assertThat(segments.get(i).startMs())
                        .isCloseTo(before.startMs() + before.durationMs(), within(25L)); // a frame of sound
            }
        }
    }

    @Test
    void aSegmentWhosePicturesAreEmptyIsAGap() { // AV1: temporal delimiters alone, which MP4 does without
        var segmenter = fed(PARTS, new Source(2_000, false, true), 0, 0);
        segmenter.add(MediaFrame.of(FrameKind.VIDEO, 0, av1("90", "81000c00")));
        for (var frame : Source.of(2_000).frames(500, 17_000)) {
            long ms = frame.timestampMs();
            boolean isEmpty = ms >= 10_000 && ms < 13_000;
            segmenter.add(
                    frame.kind() == FrameKind.AUDIO
                            ? frame
                            : MediaFrame.of(
                                    FrameKind.VIDEO,
                                    ms,
                                    av1(frame.isKeyFrame() ? "91" : "a1", isEmpty ? "1200" : "12003203aabbcc")));
        }
        var video = segments(segmenter, Kind.VIDEO);
        assertThat(video.stream().filter(Segment::gap).map(Segment::number)).containsExactly(5L);
        assertThat(video).flatExtracting(Segment::parts).allMatch(part -> part.bytes().length > 0);
    }

    private static byte[] av1(String head, String body) {
        return HexFormat.of().parseHex(head + "61763031" + body);
    }

    @Test
    void theEndBringsTheRestOfTheLastSegment() {
        for (var plan : List.of(PARTS, TS)) {
            var segmenter = fed(plan, Source.of(2_000), 500, 9_000);
            segmenter.end();
            assertThat(segmenter.presentation().ended()).isTrue();
            for (Rendition rendition : segmenter.presentation().renditions()) {
                assertThat(rendition.lastNumber()).isEqualTo(4);
                assertThat(rendition.segments().getLast().durationMs()).isBetween(950L, 1_050L);
                assertThat(rendition.growing()).isEmpty();
            }
        }
    }
}
