package dev.headwater.media.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What streams keep where they share the memory of a node. */
class SegmentMemoryTest {
    private static final Source SOURCE = Source.of(2_000);

    private static SegmentPlan plan(Container container) {
        return new SegmentPlan(container, 2_000, 0, 6, 1 << 20);
    }

    private static Segmenter begun(Container container, SegmentMemory.Share share) {
        var segmenter = new Segmenter(plan(container), Instant.EPOCH, 2_000, share);
        SOURCE.headers().forEach(segmenter::add);
        return segmenter;
    }

    private static void feed(Segmenter segmenter, long fromMs, long toMs) {
        SOURCE.frames(fromMs, toMs).forEach(segmenter::add);
    }

    private static void assertKept(Segmenter segmenter, int least, int most) {
        assertThat(segmenter.presentation().renditions())
                .isNotEmpty()
                .allSatisfy(rendition -> assertThat(rendition.segments()).hasSizeBetween(least, most));
    }

    private static long kept(Segmenter segmenter) {
        return segmenter.presentation().renditions().stream()
                .flatMap(rendition -> rendition.segments().stream())
                .mapToLong(Segment::bytes)
                .sum();
    }

    @ParameterizedTest
    @EnumSource
    void threeTargetDurationsAreKeptWhileTheHeapIsShortAndAllOfThemThen(Container container) {
        var heapIsShort = new AtomicBoolean();
        var memory = new SegmentMemory(Long.MAX_VALUE, heapIsShort::get);
        var segmenter = begun(container, memory.share());
        feed(segmenter, 0, 40_000);
        assertKept(segmenter, 12, 12);
        heapIsShort.set(true);
        feed(segmenter, 40_000, 42_100);
        assertKept(segmenter, 3, 4); // of sound that is a frame short
        heapIsShort.set(false);
        feed(segmenter, 42_100, 60_100);
        assertKept(segmenter, 12, 12);
    }

    @Test
    void onlyAsManyGoAsMakeRoom() {
        var measured = new SegmentMemory(Long.MAX_VALUE, () -> false);
        feed(begun(Container.TS, measured.share()), 0, 40_000);
        var memory = new SegmentMemory(measured.bytes(), () -> false);
        var segmenter = begun(Container.TS, memory.share());
        feed(segmenter, 0, 40_000);
        assertThat(segmenter.presentation().renditions().getFirst().segments()).hasSizeBetween(7, 10);
        assertThat(memory.isFull()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void allThatIsThereIsCountedUntilItIsForgotten(Container container) {
        var memory = new SegmentMemory(Long.MAX_VALUE, () -> false);
        var share = memory.share();
        var segmenter = begun(container, share);
        feed(segmenter, 0, 41_000);
        assertThat(memory.bytes()).as("what grows as well").isGreaterThan(kept(segmenter));
        segmenter.missed();
        assertThat(memory.bytes()).isEqualTo(kept(segmenter));
        feed(segmenter, 1_000_000, 1_001_000);
        segmenter.end();
        assertThat(memory.bytes()).as("a leap beyond all that was kept").isEqualTo(kept(segmenter));
        share.close();
        assertThat(memory.bytes()).isZero();
        share.add(1);
        assertThat(memory.bytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooBigIsNotCountedOn(Container container) {
        var memory = new SegmentMemory(Long.MAX_VALUE, () -> false);
        var tiny = new SegmentPlan(container, 2_000, 0, 6, 1_000);
        var segmenter = new Segmenter(tiny, Instant.EPOCH, 2_000, memory.share());
        SOURCE.headers().forEach(segmenter::add);
        feed(segmenter, 0, 30_000);
        segmenter.end();
        assertThat(memory.bytes()).isEqualTo(kept(segmenter)).isNotNegative();
    }
}
