package dev.headwater.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headwater.loadtest.check.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunFiguresTest {
    private static final long SECOND = 1_000_000_000L;

    private final Recorder one = new Recorder();
    private final Recorder other = new Recorder();
    private final RunFigures figures = new RunFigures(Instant.EPOCH, 0);

    @Test
    void theFiguresOfAllLoopsAreOneSecond() {
        one.count(Count.RECEIVED_BYTES, 1_000_000);
        one.playerUp();
        one.playerUp();
        one.playerDown();
        other.count(Count.RECEIVED_BYTES, 250_000);
        other.playerUp();
        other.publisherUp();

        var second = second(1, true);

        assertThat(second.receivedBytes()).isEqualTo(1_250_000);
        assertThat(second.receivedMbps()).isEqualTo(10);
        assertThat(second.players()).isEqualTo(2);
        assertThat(second.publishers()).isEqualTo(1);
    }

    @Test
    void aSecondHoldsNothingOfTheOneBefore() {
        one.count(Count.RECEIVED_VIDEO_FRAMES, 25);
        one.fault(Fault.LOST_FRAME, 3);
        second(1, true);

        assertThat(second(2, true)).satisfies(second -> {
            assertThat(second.videoFrames()).isZero();
            assertThat(second.faults()).isEmpty();
            assertThat(second.elapsedSeconds()).isEqualTo(2);
            assertThat(second.lengthSeconds()).isEqualTo(1);
        });
    }

    @Test
    void theWarmUpIsNotInTheSummaryButItsJoinsAre() {
        one.count(Count.RECEIVED_BYTES, 99);
        one.count(Count.JOINS);
        one.fault(Fault.OUT_OF_ORDER, 1);
        one.time(Timing.LATENCY, 900_000);
        one.time(Timing.FIRST_FRAME, 40_000);
        one.failure("connection refused");
        second(1, false);
        one.count(Count.RECEIVED_BYTES, 1_000);
        one.fault(Fault.LOST_FRAME, 2);
        one.time(Timing.LATENCY, 5_000);
        second(2, true);

        var summary = summary();

        assertThat(summary.receivedBytes()).isEqualTo(1_000);
        assertThat(summary.faults()).isEqualTo(Map.of(Fault.LOST_FRAME, 2L));
        assertThat(summary.latency().count()).isEqualTo(1);
        assertThat(summary.latency().maxMs()).isCloseTo(5, within(0.1));
        assertThat(summary.joins()).isEqualTo(1);
        assertThat(summary.firstFrame().p50Ms()).isCloseTo(40, within(0.5));
        assertThat(summary.failures()).isEqualTo(Map.of("connection refused", 1L));
        assertThat(summary.measuredSeconds()).isEqualTo(1);
        assertThat(summary.wholeSeconds()).isEqualTo(2);
        assertThat(summary.cpuSeconds()).isEqualTo(0.5);
        assertThat(summary.seconds()).hasSize(2);
    }

    @Test
    void percentilesAreOfAllLoopsTogether() {
        for (int i = 0; i < 98; i++) {
            one.time(Timing.LATENCY, 10_000);
        }
        other.time(Timing.LATENCY, 200_000);
        other.time(Timing.LATENCY, 200_000);

        var latency = second(1, true).latency();

        assertThat(latency.p50Ms()).isCloseTo(10, within(0.1));
        assertThat(latency.p99Ms()).isCloseTo(200, within(2.0));
        assertThat(latency.count()).isEqualTo(100);
    }

    @Test
    void aClockThatStepsBackIsNoLatency() {
        one.time(Timing.LATENCY, -5);

        assertThat(second(1, true).latency().maxMs()).isZero();
    }

    @Test
    void reasonsAreBounded() {
        for (int i = 0; i < 1_000; i++) {
            one.failure("reason " + i);
        }
        second(1, true);

        assertThat(summary().failures()).hasSizeLessThan(40);
        assertThat(summary().failureCount()).isEqualTo(1_000);
    }

    @Test
    void aRunThatWasStoppedInItsWarmUpHasNoRates() {
        second(1, false);

        assertThat(summary().receivedMbps()).isZero();
        assertThat(summary().cpuSecondsPerGigabyte()).isZero();
    }

    @Test
    void anFfmpegThatFailedIsAFailureAndOneThatRanToTheEndIsNone() {
        one.failure("connection refused");
        second(1, true);

        var summary = figures.summary(Map.of(), List.of(), List.of(ffmpeg(true), ffmpeg(false)));

        assertThat(summary.ffmpegs()).hasSize(2);
        assertThat(summary.failures())
                .isEqualTo(Map.of(
                        "connection refused",
                        1L,
                        "ffmpeg publisher ended by itself with exit status 187: Broken pipe",
                        1L));
    }

    private static FfmpegFigures ffmpeg(boolean stopped) {
        return new FfmpegFigures(
                FfmpegFigures.Role.PUBLISHER,
                "rtmp://h/live/a",
                100,
                25,
                1,
                Optional.of(Duration.ofMillis(300)),
                0,
                0,
                0,
                Duration.ZERO,
                stopped ? 255 : 187,
                stopped,
                List.of("Broken pipe"));
    }

    private Second second(int elapsed, boolean measured) {
        return figures.add(elapsed * SECOND, measured, List.of(one.take(), other.take()), 0.5);
    }

    private Summary summary() {
        return figures.summary(Map.of(), List.of(), List.of());
    }
}
