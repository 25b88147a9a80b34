package dev.headwater.media.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.format.TrackFormat;
import dev.headwater.media.segment.Rendition.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams whose sound is announced and does not come, or comes no more. */
class SilentSoundTest {
    private static final Source BOTH = Source.of(2_000);
    private static final Source PICTURE = new Source(2_000, true, false);

    private static Segmenter begun(Container container) {
        var segmenter = new Segmenter(new SegmentPlan(container, 2_000, 0, 6, 1 << 20), Instant.EPOCH, 2_000);
        BOTH.headers().forEach(segmenter::add);
        return segmenter;
    }

    private static void feed(Segmenter segmenter, Source source, long fromMs, long toMs) {
        source.frames(fromMs, toMs).forEach(segmenter::add);
    }

    /** What a player that comes now is told of. */
    private static Set<FrameKind> offered(Segmenter segmenter) {
        return segmenter.presentation().renditions().stream()
                .flatMap(rendition -> rendition.formats().stream())
                .map(TrackFormat::kind)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void soundThatNeverCameIsNotOffered(Container container) {
        var segmenter = begun(container);
        feed(segmenter, PICTURE, 0, 30_000);
        assertThat(offered(segmenter)).containsExactly(FrameKind.VIDEO);
        assertThat(segmenter.presentation().renditions())
                .singleElement()
                .satisfies(rendition ->
                        assertThat(rendition.segments()).hasSize(12).noneMatch(Segment::gap));
    }

    @ParameterizedTest
    @EnumSource
    void soundThatIsGoneIsNotOfferedUntilItComesBack(Container container) {
        var segmenter = begun(container);
        feed(segmenter, BOTH, 0, 5_000);
        feed(segmenter, PICTURE, 5_000, 9_900);
        assertThat(offered(segmenter))
                .as("one segment is missed soon")
                .containsExactlyInAnyOrder(FrameKind.VIDEO, FrameKind.AUDIO);
        feed(segmenter, PICTURE, 9_900, 12_100);
        assertThat(offered(segmenter)).containsExactly(FrameKind.VIDEO);
        feed(segmenter, BOTH, 12_100, 16_100);
        assertThat(offered(segmenter)).containsExactlyInAnyOrder(FrameKind.VIDEO, FrameKind.AUDIO);
        assertThat(segmenter.presentation().renditions())
                .allMatch(rendition -> !rendition.segments().getLast().gap());
    }

    @Test
    void nobodyWaitsForSoundThatIsGone() {
        var segmenter = begun(Container.TS);
        feed(segmenter, BOTH, 0, 5_000);
        feed(segmenter, PICTURE, 5_000, 12_001);
        assertThat(segmenter.presentation().rendition(Kind.MAIN).orElseThrow().lastNumber())
                .isEqualTo(5);
        var apart = begun(Container.FMP4);
        feed(apart, BOTH, 0, 5_000);
        feed(apart, PICTURE, 5_000, 12_001);
        assertThat(apart.presentation().lastNumber()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void nodesThatBeganAfterItWasGoneHaveItAsTheOthersWhenItComesBack(Container container) {
        var early = begun(container);
        feed(early, BOTH, 0, 5_000);
        feed(early, PICTURE, 5_000, 16_000);
        var late = begun(container);
        feed(late, PICTURE, 16_000, 20_700);
        feed(early, PICTURE, 16_000, 20_700);
        for (var segmenter : List.of(early, late)) {
            feed(segmenter, BOTH, 20_700, 29_000);
        }
        for (Rendition rendition : late.presentation().renditions()) {
            var theirs = hashes(early.presentation().rendition(rendition.kind()).orElseThrow());
            assertThat(hashes(rendition))
                    .hasSizeGreaterThan(3)
                    .allSatisfy((number, hash) -> assertThat(hash).isEqualTo(theirs.get(number)));
        }
    }

    private static Map<Long, String> hashes(Rendition rendition) {
        var hashes = new HashMap<Long, String>();
        rendition.segments().stream()
                .filter(segment -> !segment.gap())
                .forEach(segment -> hashes.put(segment.number(), segment.hash()));
        return hashes;
    }
}
