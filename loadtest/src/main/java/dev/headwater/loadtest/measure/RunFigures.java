package dev.headwater.loadtest.measure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up a run from what the loops hand over each second. Confined to the thread that leads the run. */
public final class RunFigures {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Instant startedAt;
    private final long startNanos;
    private final List<Second> seconds = new ArrayList<>();
    private final Interval whole = new Interval();
    private final Interval measured = new Interval();
    private double measuredSeconds;
    private double measuredCpuSeconds;
    private long lastNanos;

    /** @param startNanos on the clock of all later calls */
    public RunFigures(Instant startedAt, long startNanos) {
        this.startedAt = startedAt;
        this.startNanos = startNanos;
        lastNanos = startNanos;
    }

    /**
     * Adds what all loops counted since the last call.
     *
     * @param inMeasuredTime whether this time counts
     * @param cpuSeconds that this process spent in it
     */
    public Second add(long nowNanos, boolean inMeasuredTime, List<Recorder.Taken> taken, double cpuSeconds) {
        var interval = new Interval();
        int players = 0;
        int publishers = 0;
        int stalled = 0;
        for (var loop : taken) {
            interval.add(loop.interval());
            players += loop.players();
            publishers += loop.publishers();
            stalled += loop.stalled();
        }
        double length = (nowNanos - lastNanos) / NANOS_PER_SECOND;
        lastNanos = nowNanos;
        whole.add(interval);
        if (inMeasuredTime) {
            measured.add(interval);
            measuredSeconds += length;
            measuredCpuSeconds += cpuSeconds;
        }
        var second =
                Second.of(elapsedSeconds(), length, inMeasuredTime, players, publishers, stalled, interval, cpuSeconds);
        seconds.add(second);
        return second;
    }

    /** The run so far. */
    public Summary summary(
            Map<String, String> parameters, Collection<PlayerTally> players, List<FfmpegFigures> ffmpegs) {
        return new Summary(
                parameters,
                startedAt,
                elapsedSeconds(),
                measuredSeconds,
                measured.count(Count.RECEIVED_BYTES),
                measured.count(Count.RECEIVED_VIDEO_FRAMES),
                measured.count(Count.RECEIVED_AUDIO_FRAMES),
                measured.count(Count.SENT_BYTES),
                measured.count(Count.SENT_FRAMES),
                measured.count(Count.UNSENT_FRAMES),
                measured.count(Count.CYCLES),
                measured.faults(),
                Delivery.of(players),
                measured.times(Timing.LATENCY),
                measured.times(Timing.SEND_LAG),
                whole.count(Count.ATTEMPTS),
                whole.count(Count.JOINS),
                whole.count(Count.PUBLISHES),
                whole.times(Timing.FIRST_FRAME),
                whole.times(Timing.PUBLISH_START),
                failures(ffmpegs),
                whole.disconnects(),
                new Stalled(whole.count(Count.STALLS), whole.times(Timing.STALL_TO_CLOSE)),
                Hls.of(whole, measured),
                ffmpegs,
                measuredCpuSeconds,
                seconds);
    }

    /** Of clients of either kind. */
    private Map<String, Long> failures(List<FfmpegFigures> ffmpegs) {
        var failures = new LinkedHashMap<>(whole.failures());
        ffmpegs.stream()
                .filter(FfmpegFigures::isFailure)
                .forEach(ffmpeg -> failures.merge(ffmpeg.name() + " " + ffmpeg.outcome(), 1L, Long::sum));
        return failures;
    }

    private double elapsedSeconds() {
        return (lastNanos - startNanos) / NANOS_PER_SECOND;
    }
}
