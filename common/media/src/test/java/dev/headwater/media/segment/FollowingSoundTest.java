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

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.segment.Rendition.Kind;
import dev.headwater.testkit.Payloads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sound and pictures: who leads, and what becomes of the one that is late, silent or gone. */
class FollowingSoundTest {
    @Test
    void audioOfASegmentBeginsWithItsFirstFrameAtOrAfterTheKeyFrame() {
        var segmenter = fed(WHOLE, Source.of(2_000), 0, 9_000);
        assertThat(each(segments(segmenter, Kind.AUDIO), Segment::number)).containsExactly(1L, 2L, 3L);
        for (Segment audio : segments(segmenter, Kind.AUDIO)) {
            long keyMs = rendition(segmenter, Kind.VIDEO)
                    .segment(audio.number())
                    .orElseThrow()
                    .startMs();
            assertThat(audio.startMs()).isBetween(keyMs, keyMs + 22);
        }
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
        assertThat(each(segments(segmenter, Kind.AUDIO), Segment::number)).containsExactly(1L, 2L, 3L);
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
            assertThat(each(video.segments(), Segment::discontinuity))
                    .isEqualTo(each(segments(segmenter, Kind.AUDIO), Segment::discontinuity));
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
        assertThat(each(segments(segmenter, Kind.MAIN), Segment::gap))
                .as("the third lasts nobody knows how long")
                .containsExactly(true, true);
    }
}
