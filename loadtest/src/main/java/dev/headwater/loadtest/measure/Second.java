package dev.headwater.loadtest.measure;

import dev.headwater.loadtest.check.Fault;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One line of the time series: what happened in about one second.
 *
 * @param elapsedSeconds since the start of the run, at the end of this second
 * @param lengthSeconds how long this "second" really was
 * @param measured whether it belongs to the measured time; else to the warm-up or the end
 * @param players that play at its end
 * @param publishers of ours that publish at its end
 * @param stalled players that read nothing, and are still connected at its end
 * @param joins plays that started
 * @param cycles players of churn that got their first key frame and left
 * @param failures clients that did not get what they came for
 * @param disconnects clients that played or published and were thrown out
 * @param faults the kinds that occurred
 * @param segment how long the answers to players of HLS took
 * @param cpuSeconds that this process spent
 */
public record Second(
        double elapsedSeconds,
        double lengthSeconds,
        boolean measured,
        int players,
        int publishers,
        int stalled,
        long receivedBytes,
        long videoFrames,
        long audioFrames,
        long sentBytes,
        long sentFrames,
        long joins,
        long cycles,
        long failures,
        long disconnects,
        Map<Fault, Long> faults,
        Times latency,
        Times firstFrame,
        Times segment,
        double cpuSeconds) {
    private static final double BITS_PER_MEGABYTE = 8e-6;

    public Second {
        var copy = new EnumMap<Fault, Long>(Fault.class);
        copy.putAll(faults);
        faults = Collections.unmodifiableMap(copy);
    }

    /** @param players and the next: as {@link Recorder.Taken}, of all loops */
    public static Second of(
            double elapsedSeconds,
            double lengthSeconds,
            boolean measured,
            int players,
            int publishers,
            int stalled,
            Interval interval,
            double cpuSeconds) {
        return new Second(
                elapsedSeconds,
                lengthSeconds,
                measured,
                players,
                publishers,
                stalled,
                interval.count(Count.RECEIVED_BYTES),
                interval.count(Count.RECEIVED_VIDEO_FRAMES),
                interval.count(Count.RECEIVED_AUDIO_FRAMES),
                interval.count(Count.SENT_BYTES),
                interval.count(Count.SENT_FRAMES),
                interval.count(Count.JOINS),
                interval.count(Count.CYCLES),
                interval.failureCount(),
                interval.disconnectCount(),
                interval.faults(),
                interval.times(Timing.LATENCY),
                interval.times(Timing.FIRST_FRAME),
                interval.times(Timing.SEGMENT_RESPONSE),
                cpuSeconds);
    }

    /** What the players received, in Mbit/s. */
    public double receivedMbps() {
        return receivedBytes * BITS_PER_MEGABYTE / lengthSeconds;
    }

    /** What our publishers sent, in Mbit/s. */
    public double sentMbps() {
        return sentBytes * BITS_PER_MEGABYTE / lengthSeconds;
    }

    /** Faults of all kinds. */
    public long faultCount() {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }
}
