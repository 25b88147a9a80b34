package dev.headwater.loadtest.bounds;

import dev.headwater.loadtest.check.Fault;
import dev.headwater.loadtest.measure.Delivery;
import dev.headwater.loadtest.measure.FfmpegFigures;
import dev.headwater.loadtest.measure.Hls;
import dev.headwater.loadtest.measure.Second;
import dev.headwater.loadtest.measure.Stalled;
import dev.headwater.loadtest.measure.Summary;
import dev.headwater.loadtest.measure.Times;
import dev.headwater.loadtest.scrape.NodeFigure;
import dev.headwater.loadtest.scrape.NodeSample;
import dev.headwater.loadtest.scrape.NodeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A run that never was: 10 s, the first two of them warm-up, 100 players at 1 Mbit/s each. */
public final class MadeUpRun {
    public static final Instant START = Instant.parse("2026-01-02T03:04:05.006Z");

    /** What an evil server might answer. */
    public static final String EVIL = "</script><img src=x onerror=alert(1)>&\u2028'\"%DATA%";

    private static final Times LATENCY = new Times(16_000, 4.25, 7, 18.5, 24, 31.75);
    private static final FfmpegFigures FFMPEG = new FfmpegFigures(
            FfmpegFigures.Role.PLAYER,
            "rtmp://h/live/a",
            240,
            24.5,
            0.98,
            Optional.of(Duration.ofMillis(700)),
            1,
            2,
            1,
            Duration.ofMillis(1_500),
            187,
            false,
            List.of("connection lost", EVIL));
    private static final long BYTES_A_SECOND = 12_500_000;

    private MadeUpRun() {}

    public static Measured whole() {
        return new Measured(summary(), List.of(node("http://node-1:1985/metrics", 0.5), node("http://" + EVIL, 0.25)));
    }

    /** Nobody came, and nobody was asked. */
    public static Measured empty() {
        return new Measured(
                new Summary(
                        Map.of(),
                        START,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Map.of(),
                        Delivery.NONE,
                        Times.NONE,
                        Times.NONE,
                        0,
                        0,
                        0,
                        Times.NONE,
                        Times.NONE,
                        Map.of(),
                        Map.of(),
                        Stalled.NONE,
                        Hls.NONE,
                        List.of(),
                        0,
                        List.of()),
                List.of());
    }

    public static Summary summary() {
        return new Summary(
                Map.of("url", EVIL),
                START,
                10,
                8,
                8 * BYTES_A_SECOND,
                20_000,
                34_400,
                1_000_000,
                544,
                0,
                0,
                Map.of(Fault.LOST_FRAME, 2L),
                new Delivery(20_000, 19_998),
                LATENCY,
                new Times(544, 0.1, 0.2, 0.4, 0.5, 0.6),
                101,
                100,
                1,
                new Times(100, 3, 6, 12.5, 13, 13),
                new Times(1, 5, 5, 5, 5, 5),
                Map.of(EVIL, 1L),
                Map.of(),
                new Stalled(5, new Times(4, 15_000, 15_500, 16_000, 16_000, 16_000)),
                new Hls(
                        new Times(400, 2, 3, 4, 5, 6),
                        new Times(400, 3, 5, 8, 9, 10),
                        new Times(400, 5, 9, 12, 14, 20),
                        new Times(300, 6_100, 6_500, 6_900, 6_950, 7_000),
                        new Times(3, 200, 300, 300, 300, 300),
                        Map.of("segment: status 404", 2L)),
                List.of(FFMPEG),
                1.5,
                IntStream.rangeClosed(1, 10).mapToObj(MadeUpRun::second).toList());
    }

    private static Second second(int number) {
        boolean measured = number > 2;
        return new Second(
                number,
                1,
                measured,
                Math.min(number * 50, 100),
                1,
                number < 9 ? 5 : 1,
                BYTES_A_SECOND,
                2_500,
                4_300,
                125_000,
                68,
                number <= 2 ? 50 : 0,
                0,
                number == 2 ? 1 : 0,
                0,
                number == 5 ? Map.of(Fault.LOST_FRAME, 2L) : Map.of(),
                new Times(2_500, 4 + number % 3, 7, 15 + number % 4, 20, 24 + number),
                number <= 2 ? new Times(50, 3, 6, 12, 13, 13) : Times.NONE,
                new Times(50, 5, 9, 11 + number % 3, 14, 20),
                0.2);
    }

    private static NodeSeries node(String address, double cores) {
        var samples = IntStream.rangeClosed(0, 10)
                .mapToObj(second -> new NodeSample(
                        START.plusSeconds(second),
                        Map.of(
                                NodeFigure.CPU_SECONDS, 3 + second * cores,
                                NodeFigure.RESIDENT_BYTES, 2e8 + second * 1e6,
                                NodeFigure.HEAP_BYTES, 5e7,
                                NodeFigure.DIRECT_BYTES, 1.6e7,
                                NodeFigure.PLAYERS, 100.0,
                                NodeFigure.DROPPED_FRAMES, 0.0,
                                NodeFigure.LOOP_LAG_SECONDS, 0.002)))
                .toList();
        return new NodeSeries(address, samples, 1, Optional.of("status 503"));
    }
}
