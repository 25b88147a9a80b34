package dev.headwater.media.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentPlanTest {
    @ParameterizedTest
    @CsvSource({
        "0, 2000", // unknown
        "500, 2000",
        "1000, 2000",
        "2000, 2000",
        "2001, 2000", // rounded by an encoder
        "2002, 2000", // 60 frames of NTSC
        "1500, 2500", // two groups
        "3000, 3000",
        "4000, 4000",
        "4170, 4000",
        "8333, 8000", // 250 frames at 30 a second
        "10000, 10000",
        "20000, 12000", // no length suits
    })
    void theShortestLengthThatSuitsTheKeyFramesIsTaken(long gopMs, int segmentMs) {
        assertThat(SegmentPlan.segmentMs(2_000, 12_000, gopMs)).isEqualTo(segmentMs);
        assertThat(SegmentPlan.isOffered(segmentMs, 2_000, 12_000)).isTrue();
    }

    @Test
    void otherLengthsAreNotOffered() {
        assertThat(SegmentPlan.isOffered(1_500, 2_000, 12_000)).isFalse();
        assertThat(SegmentPlan.isOffered(2_100, 2_000, 12_000)).isFalse();
        assertThat(SegmentPlan.isOffered(12_500, 2_000, 12_000)).isFalse();
    }

    @Test
    void keyFramesOnTheMultiplesOfTheLengthAreNotAtTheEdgeOfAWindow() {
        var plan = new SegmentPlan(Container.FMP4, 2_000, 0, 6, 1 << 20);
        assertThat(plan.windowOf(3_999)).isEqualTo(2);
        assertThat(plan.windowOf(4_001)).isEqualTo(2);
        assertThat(plan.windowOf(5_749)).isEqualTo(2);
        assertThat(plan.windowOf(5_750)).isEqualTo(3);
    }
}
