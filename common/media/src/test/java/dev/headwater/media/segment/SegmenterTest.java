package dev.headwater.media.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.segment.Rendition.Kind;
import dev.headwater.testkit.Payloads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SegmenterTest {
    private static final SegmentPlan PARTS = new SegmentPlan(Container.FMP4, 2_000, 500, 6, 1 << 20);
    private static final SegmentPlan WHOLE = new SegmentPlan(Container.FMP4, 2_000, 0, 6, 1 << 20);
    private static final SegmentPlan TS = new SegmentPlan(Container.TS, 2_000, 0, 6, 1 << 20);

    private static Segmenter fed(SegmentPlan plan, Source source, long fromMs, long toMs) {
        var segmenter = new Segmenter(plan, Instant.EPOCH, 0);
        source.headers().forEach(segmenter::add);
        source.frames(fromMs, toMs).forEach(segmenter::add);
        return segmenter;
    }

    private static Rendition rendition(Segmenter segmenter, Kind kind) {
        return segmenter.presentation().rendition(kind).orElseThrow();
    }

    private static List<Segment> segments(Segmenter segmenter, Kind kind) {
        return rendition(segmenter, kind).segments();
    }

    private static Map<Long, List<String>> bytes(List<Segment> segments) {
        return segments.stream()
                .collect(Collectors.toMap(
                        Segment::number,
                        segment -> segment.parts().stream()
                                .map(part -> HexFormat.of().formatHex(part.bytes()))
                                .toList()));
    }

    private static <T> List<T> of(List<Segment> segments, Function<Segment, T> what) {
        return segments.stream().map(what).toList();
    }

    // ---- where segments begin -----------------------------------------------------------------------------------

    @Test
    void aSegmentHasTheNumberOfItsWindowOnTheTimeline() {
        var segmenter = fed(WHOLE, Source.of(2_000), 100_000, 109_000);
        assertThat(of(segments(segmenter, Kind.VIDEO), Segment::number)).containsExactly(51L, 52L, 53L);
        assertThat(of(segments(segmenter, Kind.VIDEO), Segment::startMs)).containsExactly(102_000L, 104_000L, 106_000L);
        assertThat(of(segments(segmenter, Kind.VIDEO), Segment::durationMs)).containsOnly(2_000L);
        assertThat(of(segments(segmenter, Kind.AUDIO), Segment::number)).containsExactly(51L, 52L, 53L);
        assertThat(rendition(segmenter, Kind.VIDEO).growing().map(Segment::number))
                .contains(54L);
    }

    @Test
    void theFirstGroupIsASegmentIfTheOneBeforeIsKnownToBeOfAnEarlierWindow() {
        var segmenter = new Segmenter(WHOLE, Instant.EPOCH, 2_000);
        Source.of(2_000).headers().forEach(segmenter::add);
        Source.of(2_000).frames(100_000, 103_000).forEach(segmenter::add);
        assertThat(of(segments(segmenter, Kind.VIDEO), Segment::number)).containsExactly(50L);
    }

    @Test
    void theFirstKeyFrameOfAWindowBeginsItsSegment() {
        var segmenter = fed(WHOLE, Source.of(1_000), 500, 9_000);
        assertThat(of(segments(segmenter, Kind.VIDEO), Segment::startMs)).containsExactly(2_000L, 4_000L, 6_000L);
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
        assertThat(of(segments(segmenter, Kind.AUDIO), Segment::gap))
                .isEqualTo(of(segments(segmenter, Kind.VIDEO), Segment::gap));
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
        assertThat(of(segments(segmenter, Kind.VIDEO), Segment::startMs))
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

    @Test
    void audioOfASegmentIsNotLongerThanTheTargetEither() {
        var frames = new ArrayList<>(new Source(10_000, true, false).frames(0, 35_000));
        for (long ms = 0; ms < 35_000; ms += 128) {
            frames.add(MediaFrame.of(FrameKind.AUDIO, ms, Payloads.aacFrame(0))); // as AAC at 8 kHz
        }
        frames.sort(Comparator.comparingLong(MediaFrame::timestampMs));
        var segmenter = fed(WHOLE, Source.of(10_000), 0, 0);
        frames.forEach(segmenter::add);
        assertThat(segments(segmenter, Kind.AUDIO)).isNotEmpty().allMatch(segment -> segment.durationMs() < 2_500);
    }

    // ---- tracks -------------------------------------------------------------------------------------------------

    @Test
    void audioOfASegmentBeginsWithItsFirstFrameAtOrAfterTheKeyFrame() {
        var segmenter = fed(WHOLE, Source.of(2_000), 0, 9_000);
        assertThat(of(segments(segmenter, Kind.AUDIO), Segment::number)).containsExactly(1L, 2L, 3L);
        for (Segment audio : segments(segmenter, Kind.AUDIO)) {
            long keyMs = rendition(segmenter, Kind.VIDEO)
                    .segment(audio.number())
                    .orElseThrow()
                    .startMs();
            assertThat(audio.startMs()).isBetween(keyMs, keyMs + 22);
        }
    }

    @Test
    void audioThatComesBeforeItsPictureIsKeptForIt() {
        var source = Source.of(2_000);
        var segmenter = new Segmenter(WHOLE, Instant.EPOCH, 2_000);
        source.headers().forEach(segmenter::add);
        var frames = new ArrayList<>(source.frames(0, 9_000));
        frames.sort(
                Comparator.comparingLong(frame -> frame.timestampMs() - (frame.kind() == FrameKind.AUDIO ? 700 : 0)));
        frames.forEach(segmenter::add);
        var inOrder = new Segmenter(WHOLE, Instant.EPOCH, 2_000);
        source.headers().forEach(inOrder::add);
        source.frames(0, 9_000).forEach(inOrder::add);
        assertThat(bytes(segments(segmenter, Kind.AUDIO))).hasSize(4).isEqualTo(bytes(segments(inOrder, Kind.AUDIO)));
    }

    @Test
    void audioAloneIsCutAtTheWindows() {
        var segmenter = fed(PARTS, new Source(2_000, false, true), 300, 9_000);
        assertThat(segmenter.presentation().rendition(Kind.VIDEO)).isEmpty();
        assertThat(of(segments(segmenter, Kind.AUDIO), Segment::number)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aSilentTrackHasGapsWhileTheOtherGoesOn() {
        var segmenter = fed(WHOLE, Source.of(2_000), 500, 5_000);
        new Source(2_000, true, false).frames(5_000, 20_000).forEach(segmenter::add);
        assertThat(rendition(segmenter, Kind.AUDIO).lastNumber()).isGreaterThanOrEqualTo(7);
        assertThat(rendition(segmenter, Kind.AUDIO).segments().getLast().gap()).isTrue();
        assertThat(segments(segmenter, Kind.VIDEO)).noneMatch(segment -> segment.gap() || segment.discontinuity());
    }

    @Test
    void soundGoesOnWithoutThePictureThatIsGone() {
        var segmenter = fed(TS, Source.of(2_000), 500, 5_000);
        new Source(2_000, false, true).frames(5_000, 20_000).forEach(segmenter::add);
        var main = segments(segmenter, Kind.MAIN);
        assertThat(main.getLast().number()).isGreaterThanOrEqualTo(8);
        assertThat(main.getLast().gap()).isFalse();
        assertThat(main.stream().filter(Segment::discontinuity)).hasSize(1);
    }

    @Test
    void soundGoesOnWithoutThePictureThatWasTheFirstOfItsSegment() {
        var segmenter = fed(TS, Source.of(2_000), 500, 6_001);
        new Source(2_000, false, true).frames(6_001, 20_000).forEach(segmenter::add);
        assertThat(rendition(segmenter, Kind.MAIN).lastNumber()).isGreaterThanOrEqualTo(8);
        assertThat(segments(segmenter, Kind.MAIN).getLast().gap()).isFalse();
    }

    @Test
    void aPictureThatIsGoneHasGapsWhileTheSoundGoesOnAndIsNotOffered() {
        for (var plan : List.of(PARTS, WHOLE)) {
            var segmenter = fed(plan, Source.of(2_000), 500, 5_000);
            new Source(2_000, false, true).frames(5_000, 20_000).forEach(segmenter::add);
            var video = rendition(segmenter, Kind.VIDEO);
            assertThat(video.lastNumber())
                    .isEqualTo(rendition(segmenter, Kind.AUDIO).lastNumber())
                    .isGreaterThanOrEqualTo(8);
            assertThat(video.segments().getLast().gap()).isTrue();
            assertThat(video.reaches(video.lastNumber(), 0)).isTrue();
            assertThat(video.formats()).isEmpty();
            assertThat(of(video.segments(), Segment::discontinuity))
                    .isEqualTo(of(segments(segmenter, Kind.AUDIO), Segment::discontinuity));
            Source.of(2_000).frames(20_000, 25_000).forEach(segmenter::add);
            assertThat(rendition(segmenter, Kind.VIDEO).formats()).isNotEmpty();
            assertThat(segments(segmenter, Kind.VIDEO).getLast().gap()).isFalse();
        }
    }

    @Test
    void soundOfACodecThatIsNotTakenHasGapsWhileThePictureGoesOn() {
        var segmenter = fed(WHOLE, Source.of(2_000), 500, 5_000);
        segmenter.add(MediaFrame.of(FrameKind.AUDIO, 5_000, new byte[] {(byte) 0xB2, 1, 0})); // Speex
        new Source(2_000, true, false).frames(5_000, 20_000).forEach(segmenter::add);
        assertThat(rendition(segmenter, Kind.AUDIO).lastNumber()).isGreaterThanOrEqualTo(7);
    }

    // ---- parts --------------------------------------------------------------------------------------------------

    @Test
    void partsMakeUpTheirSegmentAndTheFirstCanBeBegunWith() {
        var segmenter = fed(PARTS, Source.of(2_000), 500, 5_000);
        for (Kind kind : List.of(Kind.VIDEO, Kind.AUDIO)) {
            assertThat(of(segments(segmenter, kind), Segment::number)).containsExactly(1L);
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

    // ---- breaks -------------------------------------------------------------------------------------------------

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
        assertThat(of(
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
        assertThat(of(video, Segment::number)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
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
            assertThat(of(all, Segment::discontinuities)).containsExactly(0L, 0L, 0L, 0L, 1L, 1L, 1L);
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
    void soundThatComesBackFirstAfterALongSilenceOfBothDoesNotLead() {
        var segmenter = fed(PARTS, Source.of(2_000), 500, 9_000);
        new Source(2_000, false, true).frames(19_900, 20_000).forEach(segmenter::add);
        Source.of(2_000).frames(20_000, 27_000).forEach(segmenter::add);
        for (Kind kind : List.of(Kind.VIDEO, Kind.AUDIO)) {
            assertThat(segments(segmenter, kind).stream()
                            .filter(Segment::discontinuity)
                            .map(Segment::number))
                    .containsExactly(10L);
        }
    }

    @Test
    void soundThatComesBackBeforeThePictureWaitsForIt() {
        var segmenter = fed(PARTS, Source.of(2_000), 500, 9_000);
        new Source(2_000, false, true).frames(11_000, 12_000).forEach(segmenter::add);
        Source.of(2_000).frames(12_000, 19_000).forEach(segmenter::add);
        for (Kind kind : List.of(Kind.VIDEO, Kind.AUDIO)) {
            var all = segments(segmenter, kind);
            assertThat(all.stream().filter(Segment::discontinuity).map(Segment::number))
                    .containsExactly(6L);
            assertThat(all).allMatch(segment -> segment.durationMs() < 2_500);
            assertThat(all).flatExtracting(Segment::parts).allMatch(part -> part.durationMs() <= 500);
        }
    }

    @Test
    void aLeapBeyondAllThatIsKeptLeavesNothingBefore() {
        var segmenter = fed(WHOLE, Source.of(2_000), 500, 9_000);
        Source.of(2_000).frames(1_000_000, 1_007_000).forEach(segmenter::add);
        var video = segments(segmenter, Kind.VIDEO);
        assertThat(of(video, Segment::number)).containsExactly(500L, 501L, 502L);
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
            assertThat(of(segments, Segment::gap)).containsExactly(false, false, false, true, false, false);
            for (int i = 1; i < segments.size(); i++) {
                var before = segments.get(i - 1);
                assertThat(segments.get(i).startMs())
                        .isCloseTo(before.startMs() + before.durationMs(), within(25L)); // a frame of sound
            }
        }
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
    void soundThatStaysAtOnePlaceIsNotHeldWithoutBound() {
        var segmenter = fed(WHOLE, Source.of(2_000), 500, 5_000);
        var sound = new byte[10_000];
        sound[0] = (byte) 0xAF;
        sound[1] = 1;
        for (int i = 0; i < 60; i++) {
            segmenter.add(MediaFrame.of(FrameKind.AUDIO, 6_000, sound));
        }
        assertThat(rendition(segmenter, Kind.AUDIO).growing().map(Segment::number))
                .as("the picture is taken to be gone")
                .contains(3L);
    }

    @Test
    void picturesDoNotWaitForTheirSoundWithoutBound() {
        var segmenter = new Segmenter(new SegmentPlan(Container.TS, 500, 0, 6, 100_000), Instant.EPOCH, 500);
        Source.of(500).headers().forEach(segmenter::add);
        for (long ms = 500; ms <= 3_000; ms += 500) {
            segmenter.add(MediaFrame.of(FrameKind.VIDEO, ms, Arrays.copyOf(Payloads.avcKeyFrame(0), 40_000)));
        }
        assertThat(of(segments(segmenter, Kind.MAIN), Segment::gap))
                .as("the third lasts nobody knows how long")
                .containsExactly(true, true);
    }

    @Test
    void nothingChangesWhereNothingHappens() {
        var segmenter = fed(WHOLE, Source.of(2_000), 500, 9_000);
        assertThat(segmenter.presentation()).isSameAs(segmenter.presentation());
    }
}
