package dev.headwater.media.segment;

import static dev.headwater.media.segment.SegmenterRig.PARTS;
import static dev.headwater.media.segment.SegmenterRig.TS;
import static dev.headwater.media.segment.SegmenterRig.each;
import static dev.headwater.media.segment.SegmenterRig.fed;
import static dev.headwater.media.segment.SegmenterRig.rendition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.segment.Rendition.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound whose format changes behind the key frame that its segment begins with. */
class ChangingSoundTest {
    private static final Source BOTH = Source.of(2_000);
    private static final Source PICTURE = new Source(2_000, true, false);
    private static final long STEP_MS = 24;

    /** What the sound becomes, which was AAC of 44,100 Hz. */
    enum Later {
        AAC_48K("af01211004608c1c"),
        MP3("2ffffb94640000");

        private final String frame;

        Later(String frame) {
            this.frame = frame;
        }

        /** MP3 has no header: its first frame tells it. */
        List<MediaFrame> header(long ms) {
            return this == MP3 ? List.of() : List.of(sound(ms, "af001190"));
        }

        /** Sound of the new format alone, at multiples of its step. */
        List<MediaFrame> frames(long fromMs, long toMs) {
            var frames = new ArrayList<MediaFrame>();
            for (long ms = Math.ceilDiv(fromMs, STEP_MS) * STEP_MS; ms < toMs; ms += STEP_MS) {
                frames.add(sound(ms, frame));
            }
            return frames;
        }

        /** With a picture. */
        List<MediaFrame> withPicture(long fromMs, long toMs) {
            var frames = new ArrayList<>(PICTURE.frames(fromMs, toMs));
            frames.addAll(frames(fromMs, toMs));
            frames.sort(Comparator.comparingLong(MediaFrame::timestampMs));
            return frames;
        }

        /** The segments of a node that knew no other format of the sound. */
        Presentation alone(SegmentPlan plan, List<MediaFrame> frames) {
            var segmenter = new Segmenter(plan, Instant.EPOCH, 2_000);
            PICTURE.headers().forEach(segmenter::add);
            header(0).forEach(segmenter::add);
            segmenter.add(sound(0, frame));
            frames.forEach(segmenter::add);
            return segmenter.presentation();
        }
    }

    private static MediaFrame sound(long ms, String payload) {
        return MediaFrame.of(FrameKind.AUDIO, ms, HexFormat.of().parseHex(payload));
    }

    private static SegmentPlan plan(Container container) {
        return container == Container.TS ? TS : PARTS;
    }

    private static void assertSameFrom(long number, Segmenter segmenter, Presentation theirs) {
        for (Rendition rendition : segmenter.presentation().renditions()) {
            var from = rendition.segments().stream()
                    .filter(segment -> segment.number() >= number)
                    .toList();
            var same = theirs.rendition(rendition.kind()).orElseThrow().segments().stream()
                    .filter(segment -> segment.number() >= number)
                    .toList();
            assertThat(from).hasSizeGreaterThan(1).noneMatch(Segment::gap);
            assertThat(each(from, Segment::hash)).isEqualTo(each(same, Segment::hash));
            assertThat(each(from, ChangingSoundTest::init)).isEqualTo(each(same, ChangingSoundTest::init));
        }
    }

    private static Optional<String> init(Segment segment) {
        return segment.init().map(InitFile::id);
    }

    private static void assertOneDiscontinuity(Segmenter segmenter, long number) {
        assertThat(segmenter.presentation().renditions())
                .isNotEmpty()
                .allSatisfy(rendition -> assertThat(rendition.segments().stream()
                                .filter(Segment::discontinuity)
                                .map(Segment::number))
                        .containsExactly(number));
    }

    /** At once, and after longer than sound is waited for. */
    @ParameterizedTest
    @CsvSource({
        "FMP4, AAC_48K, 10000", "FMP4, MP3, 10000", "FMP4, AAC_48K, 16000", "FMP4, MP3, 16000",
        "TS, AAC_48K, 10000", "TS, MP3, 10000", "TS, AAC_48K, 16000", "TS, MP3, 16000"
    })
    void soundOfAnotherPublicationIsInItsFirstSegment(Container container, Later later, long onMs) {
        var segmenter = fed(plan(container), BOTH, 500, 8_700);
        segmenter.publication(1);
        PICTURE.headers().forEach(segmenter::add);
        var frames = later.withPicture(onMs, onMs + 7_000);
        segmenter.add(frames.getFirst());
        later.header(onMs).forEach(segmenter::add);
        frames.stream().skip(1).forEach(segmenter::add);
        assertOneDiscontinuity(segmenter, onMs / 2_000);
        assertSameFrom(onMs / 2_000, segmenter, later.alone(plan(container), frames));
    }

    @ParameterizedTest
    @CsvSource({"FMP4, AAC_48K", "FMP4, MP3", "TS, AAC_48K", "TS, MP3"})
    void soundThatChangesBehindAKeyFrameWaitsForTheNextSegment(Container container, Later later) {
        var segmenter = fed(plan(container), BOTH, 500, 10_001);
        later.header(10_001).forEach(segmenter::add);
        later.withPicture(10_001, 17_000).forEach(segmenter::add);
        assertOneDiscontinuity(segmenter, 6);
        assertSameFrom(6, segmenter, later.alone(plan(container), later.withPicture(10_001, 17_000)));

        var silent = fed(plan(container), BOTH, 500, 10_001);
        PICTURE.frames(10_001, 17_000).forEach(silent::add);
        for (Rendition rendition : segmenter.presentation().renditions()) {
            var fifth = rendition.segment(5).orElseThrow();
            assertThat(fifth.gap()).isEqualTo(rendition.kind() == Kind.AUDIO);
            assertThat(fifth.durationMs()).isBetween(1_950L, 2_050L);
            assertThat(fifth.hash())
                    .isEqualTo(rendition(silent, rendition.kind())
                            .segment(5)
                            .orElseThrow()
                            .hash());
        }
    }

    @ParameterizedTest
    @CsvSource({"FMP4, AAC_48K", "FMP4, MP3", "TS, AAC_48K", "TS, MP3"})
    void soundThatWasAheadOfItsPictureIsNotTakenForThatOfTheNewFormat(Container container, Later later) {
        var segmenter = fed(plan(container), BOTH, 500, 11_500);
        new Source(2_000, false, true).frames(11_500, 12_200).forEach(segmenter::add);
        later.header(12_200).forEach(segmenter::add);
        var frames = new ArrayList<>(PICTURE.frames(11_500, 19_000));
        frames.addAll(later.frames(12_200, 19_000));
        frames.sort(
                Comparator.comparingLong(frame -> frame.timestampMs() - (frame.kind() == FrameKind.AUDIO ? 700 : 0)));
        frames.forEach(segmenter::add);
        assertOneDiscontinuity(segmenter, 6);
        assertSameFrom(6, segmenter, later.alone(plan(container), frames));
    }
}
