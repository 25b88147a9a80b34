package dev.headwater.media.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimelineZeroTest {
    private static final Instant ZERO = Instant.parse("2026-11-21T20:00:00Z");
    private static final int STEP_MS = 40;

    private final TimelineZero zero = new TimelineZero();

    /** Frames from one position to another, each so much later than its position says. */
    private void hear(long fromMs, long toMs, long lateMs) {
        for (long ms = fromMs; ms < toMs; ms += STEP_MS) {
            zero.heard(ZERO.plusMillis(ms + lateMs), ms);
        }
    }

    @Test
    void isWhereTheFirstFrameSays() {
        hear(7_000, 7_040, 0);
        assertThat(zero.now()).isEqualTo(ZERO);
    }

    @Test
    void staysWhereFramesAreLateForAWhile() {
        hear(0, 10_000, 0);
        hear(10_000, 14_000, 3_000);
        assertThat(zero.lateMs(ZERO.plusMillis(17_000), 14_000)).isEqualTo(3_000);
        hear(14_000, 30_000, 0);
        assertThat(zero.now()).isEqualTo(ZERO);
    }

    @Test
    void movesWhenFramesStayLate() { // an encoder that was away for longer than its timestamps leapt
        hear(0, 10_000, 0);
        hear(10_000, 20_000, 9_000);
        assertThat(zero.now()).isEqualTo(ZERO.plusMillis(9_000));
        assertThat(zero.lateMs(ZERO.plusMillis(29_000), 20_000)).isZero();
    }

    @Test
    void movesAtOnceWhenFramesComeBeforeTheyWere() {
        hear(0, 10_000, 0);
        hear(10_000, 10_040, -800);
        assertThat(zero.now()).isEqualTo(ZERO.minusMillis(800));
    }

    @Test
    void movesAtOnceWhenAnotherPublicationGoesOn() {
        hear(0, 10_000, 0);
        zero.restart();
        hear(11_000, 11_040, 8_000);
        assertThat(zero.now()).isEqualTo(ZERO.plusMillis(8_000));
    }

    @Test
    void isNeverWrongByMuchWhereClocksDrift() {
        for (long ms = 0; ms < 86_400_000; ms += 1_000) {
            long driftMs = ms / 10_000; // 100 ppm
            zero.heard(ZERO.plusMillis(ms + driftMs), ms);
            assertThat(zero.now()).isBetween(ZERO.plusMillis(driftMs - 502), ZERO.plusMillis(driftMs));
        }
        zero.restart();
        for (long ms = 0; ms < 86_400_000; ms += 1_000) {
            long driftMs = -ms / 10_000;
            zero.heard(ZERO.plusMillis(ms + driftMs), ms);
            assertThat(zero.now()).isBetween(ZERO.plusMillis(driftMs), ZERO.plusMillis(driftMs + 502));
        }
    }
}
