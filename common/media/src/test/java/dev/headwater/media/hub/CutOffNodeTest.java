package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.Rendition;
import dev.headwater.media.segment.Segment;
import dev.headwater.media.segment.SegmentPlan;
import dev.headwater.media.segment.Segmenter;
import dev.headwater.media.segment.Source;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two nodes cut one stream. One is cut off from its owner for a while: what it makes must be what the other makes, or a gap. */
class CutOffNodeTest extends OneLoop {
    private static final Source SOURCE = Source.of(1_000);
    private static final long EPOCH = 3;

    private static Segmenter segmenter(Container container) {
        var plan = new SegmentPlan(container, 2_000, container == Container.TS ? 0 : 500, 12, 1 << 20);
        return new Segmenter(plan, Instant.EPOCH, 0);
    }

    /** What a packager makes of what it hears. */
    private record Cutting(Segmenter segmenter) implements FrameTap {
        @Override
        public void frames(List<MediaFrame> batch) {
            batch.forEach(segmenter::add);
        }

        @Override
        public void epoch(long now) {
            segmenter.publication(now);
        }

        @Override
        public void missed(boolean late) {
            assertThat(late).isFalse();
            segmenter.missed();
        }

        @Override
        public void ended(EndReason reason) {}
    }

    private void send(List<MediaFrame> frames) {
        frames.forEach(frame -> send(new MediaFrame[] {frame}));
    }

    /** A segment without what only its node knows. */
    private record Made(long number, long startMs, long discontinuities, boolean discontinuity, List<String> parts) {
        static Made of(Segment segment) {
            return new Made(
                    segment.number(),
                    segment.startMs(),
                    segment.discontinuities(),
                    segment.discontinuity(),
                    segment.parts().stream()
                            .map(part -> HexFormat.of().formatHex(part.bytes()))
                            .toList());
        }

        static List<Made> of(Rendition rendition) {
            return rendition.segments().stream()
                    .filter(segment -> !segment.gap())
                    .map(Made::of)
                    .toList();
        }
    }

    /** Cut off at 13.5 s; what comes then begins with the group of pictures that is at {@code backMs}. */
    @ParameterizedTest
    @CsvSource({"FMP4, 15000", "TS, 15000", "FMP4, 20000", "TS, 20000"})
    void aSegmentWithAHoleIsAGapAndNoDiscontinuity(Container container, long backMs) {
        var whole = segmenter(container);
        whole.publication(EPOCH);
        Stream.concat(SOURCE.headers().stream(), SOURCE.frames(0, 32_000).stream())
                .forEach(whole::add);
        var holed = segmenter(container);
        stream.epoch(EPOCH);
        stream.tap(new Cutting(holed), channel.eventLoop());
        send(SOURCE.headers());
        send(SOURCE.frames(0, 13_500));

        stream.interrupted();
        stream.goesOnTheSameLine();
        send(SOURCE.headers());
        send(SOURCE.frames(backMs, 32_000));

        for (Rendition rendition : holed.presentation().renditions()) {
            var theirs = whole.presentation()
                    .rendition(rendition.kind())
                    .map(Made::of)
                    .orElseThrow();
            var ours = Made.of(rendition);
            assertThat(theirs).hasSizeGreaterThan(12).containsAll(ours);
            long firstAgain = backMs / 2_000 + 1;
            assertThat(ours)
                    .extracting(Made::number)
                    .contains(5L, firstAgain, 14L)
                    .doesNotContain(6L, 7L);
            assertThat(rendition.segments())
                    .noneMatch(Segment::discontinuity)
                    .extracting(Segment::number)
                    .isEqualTo(whole.presentation().rendition(rendition.kind()).orElseThrow().segments().stream()
                            .map(Segment::number)
                            .toList());
        }
    }

    @Test
    void aRelayThatSendsAgainWhatWasThereLeavesNoHole() {
        var made = segmenter(Container.FMP4);
        stream.tap(new Cutting(made), channel.eventLoop());
        send(SOURCE.headers());
        send(SOURCE.frames(0, 13_500));
        stream.interrupted();
        stream.goesOnTheSameLine();
        send(SOURCE.headers());
        send(SOURCE.frames(13_000, 20_000));
        assertThat(made.presentation().renditions())
                .hasSize(2)
                .allSatisfy(rendition ->
                        assertThat(rendition.segments()).hasSizeGreaterThan(7).noneMatch(Segment::gap));
    }

    @Test
    void soundAloneThatARelaySendsAgainLeavesNoHole() {
        assertThat(soundAlone(13_000, EPOCH)).hasSizeGreaterThan(7).noneMatch(Segment::gap);
    }

    @Test
    void soundAloneThatGoesOnLaterLeavesAHole() {
        assertThat(soundAlone(14_500, EPOCH)).hasSizeGreaterThan(7).anyMatch(Segment::gap);
    }

    @Test
    void soundAloneOfTheNextPublicationLeavesNoHole() { // nobody has what is between
        assertThat(soundAlone(14_500, EPOCH + 1)).hasSizeGreaterThan(7).noneMatch(Segment::gap);
    }

    /** Interrupted at 13.5 s. */
    private List<Segment> soundAlone(long backMs, long epoch) {
        var sound = new Source(1_000, false, true);
        var made = segmenter(Container.FMP4);
        stream.epoch(EPOCH);
        stream.tap(new Cutting(made), channel.eventLoop());
        send(sound.headers());
        send(sound.frames(0, 13_500));
        stream.interrupted();
        if (epoch == EPOCH) {
            stream.goesOnTheSameLine();
        }
        stream.epoch(epoch);
        send(sound.headers());
        send(sound.frames(backMs, 22_000));
        return made.presentation().renditions().getFirst().segments();
    }
}
