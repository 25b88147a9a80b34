package dev.headwater.loadtest.measure;

import dev.headwater.loadtest.check.Fault;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole run. What flows - bytes, frames, faults, latency, delivery, CPU - is of the measured time; what happens to clients -
 * attempts, joins, first frames, failures, disconnects - is of the whole run, since most of it happens while they come.
 *
 * @param parameters the options of the run, in the order to show them
 * @param wholeSeconds from the first client to the end
 * @param measuredSeconds without warm-up; 0 if the run was stopped before
 * @param sendLag by how much our own publishers were late; large means that the load test itself was too slow
 * @param cycles players of churn that got their first key frame and left
 * @param unsentFrames that our publishers threw away because the server did not take them
 * @param failures clients that did not get what they came for, by reason
 * @param disconnects clients that played or published and were thrown out, by reason
 * @param stalled players apart from all others: no figure above is of them, but the failures of those that did not get in
 * @param hls what players of HLS met; they receive bytes and have faults as all others do, and no frames, latency or delivery
 * @param ffmpegs real clients, of the whole run; those that failed are among the failures
 * @param cpuSeconds that this process spent
 * @param seconds the whole run, warm-up included
 */
public record Summary(
        Map<String, String> parameters,
        Instant startedAt,
        double wholeSeconds,
        double measuredSeconds,
        long receivedBytes,
        long videoFrames,
        long audioFrames,
        long sentBytes,
        long sentFrames,
        long unsentFrames,
        long cycles,
        Map<Fault, Long> faults,
        Delivery delivery,
        Times latency,
        Times sendLag,
        long attempts,
        long joins,
        long publishes,
        Times firstFrame,
        Times publishStart,
        Map<String, Long> failures,
        Map<String, Long> disconnects,
        Stalled stalled,
        Hls hls,
        List<FfmpegFigures> ffmpegs,
        double cpuSeconds,
        List<Second> seconds) {
    private static final double BITS_PER_MEGABYTE = 8e-6;
    private static final double BYTES_PER_GIGABYTE = 1e9;

    public Summary {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        var copy = new EnumMap<Fault, Long>(Fault.class);
        copy.putAll(faults);
        faults = Collections.unmodifiableMap(copy);
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
        disconnects = Collections.unmodifiableMap(new LinkedHashMap<>(disconnects));
        ffmpegs = List.copyOf(ffmpegs);
        seconds = List.copyOf(seconds);
    }

    /** What the players received in the measured time, in Mbit/s. */
    public double receivedMbps() {
        return perSecond(receivedBytes) * BITS_PER_MEGABYTE;
    }

    /** What our publishers sent in the measured time, in Mbit/s. */
    public double sentMbps() {
        return perSecond(sentBytes) * BITS_PER_MEGABYTE;
    }

    /** {@code count} of the measured time, per second. */
    public double perSecond(long count) {
        return measuredSeconds == 0 ? 0 : count / measuredSeconds;
    }

    /** What this process spent for each GB received; 0 if nothing was. */
    public double cpuSecondsPerGigabyte() {
        return receivedBytes == 0 ? 0 : cpuSeconds / (receivedBytes / BYTES_PER_GIGABYTE);
    }

    public long faultCount() {
        return total(faults);
    }

    public long failureCount() {
        return total(failures);
    }

    public long disconnectCount() {
        return total(disconnects);
    }

    private static long total(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
