package dev.headwater.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RelayTimelineTest {
    @Test
    void positionsPast32BitsAreFoundAgain() {
        var timeline = new RelayTimeline(0x3_FFFF_FFF0L);
        assertThat(timeline.map(0xFFFF_FFFE)).isEqualTo(0x3_FFFF_FFFEL);
        assertThat(timeline.map(0x0000_0010)).isEqualTo(0x4_0000_0010L);
        assertThat(timeline.map(0xFFFF_FFFF)).isEqualTo(0x3_FFFF_FFFFL);
    }

    @Test
    void aHeaderFromBeforeTheReferenceStaysBeforeIt() {
        assertThat(new RelayTimeline(5_000).map(0)).isZero();
    }

    @Test
    void whatIsAskedForAsideMovesNothing() {
        var timeline = new RelayTimeline((1L << 31) - 1_500);
        assertThat(timeline.near(0)).isZero();
        assertThat(timeline.map((int) ((1L << 31) + 500))).isEqualTo((1L << 31) + 500);
    }

    @Test
    void aPositionIsNeverNegative() {
        assertThat(new RelayTimeline(0).map(-1)).isEqualTo(0xFFFF_FFFFL);
        assertThatIllegalArgumentException().isThrownBy(() -> new RelayTimeline(-1));
    }

    @Property(tries = 300)
    void whatTheOriginSentIsFoundAgain(
            @ForAll @LongRange(min = 1L << 31, max = 1L << 45) long referenceMs,
            @ForAll List<@IntRange(min = -10_000, max = 1_000_000_000) Integer> steps) {
        var timeline = new RelayTimeline(referenceMs);
        long positionMs = referenceMs;
        for (int step : steps) {
            positionMs += step;
            assertThat(timeline.map((int) positionMs)).isEqualTo(positionMs);
        }
    }

    @Property(tries = 300)
    void theLow32BitsArePassedOnWhateverTheyAre(
            @ForAll @LongRange(max = 1L << 33) long reference, @ForAll List<Integer> all) {
        var timeline = new RelayTimeline(reference);
        for (int timestamp : all) {
            long mapped = timeline.map(timestamp);
            assertThat((int) mapped).isEqualTo(timestamp);
            assertThat(mapped).isNotNegative();
        }
    }
}
