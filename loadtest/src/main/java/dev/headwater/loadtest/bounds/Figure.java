package dev.headwater.loadtest.bounds;

import dev.headwater.loadtest.measure.Summary;
import dev.headwater.loadtest.measure.Times;
import java.util.Locale;
import java.util.OptionalDouble;

/** A figure that can be bounded, and how to find it in a run. */
public enum Figure {
    MAX_P50("max-p50", "%.1f ms"),
    MAX_P99("max-p99", "%.1f ms"),
    /** From a player's connect to its first key frame. */
    MAX_FIRST_FRAME_P99("max-first-frame-p99", "%.1f ms"),
    /** From the question of a player of HLS to the last byte of the segment or part. */
    MAX_SEGMENT_P99("max-segment-p99", "%.1f ms"),
    /** How often a player of HLS had nothing to show. */
    MAX_HALTS("max-halts", "%.0f"),
    /** Requests of players of HLS that were not answered as wanted, or not in time: they are not among the times of answers. */
    MAX_MISSED("max-missed", "%.0f"),
    MIN_DELIVERY("min-delivery", "%.5f"),
    /** Clients that did not get what they came for. */
    MAX_FAILURES("max-failures", "%.0f"),
    /** Clients that were thrown out. */
    MAX_DISCONNECTS("max-disconnects", "%.0f"),
    MAX_FAULTS("max-faults", "%.0f"),
    MAX_SERVER_CPU_PER_GB("max-server-cpu-per-gb", "%.2f s/GB"),
    MAX_SERVER_CORES("max-server-cores", "%.2f cores"),
    /** Resident, in MB, of the largest node. */
    MAX_SERVER_MEMORY("max-server-memory", "%.0f MB");

    private static final double MEGABYTES_PER_BYTE = 1e-6;

    private final String option;
    private final String form;

    Figure(String option, String form) {
        this.option = option;
        this.form = form;
    }

    /** Name of the bound, and of its option without the dashes. */
    public String option() {
        return option;
    }

    /** The figure of a run; empty where it was not measured. */
    OptionalDouble in(Measured run) {
        var summary = run.summary();
        return switch (this) {
            case MAX_P50 ->
                given(wereTaken(summary.latency()), summary.latency().p50Ms());
            case MAX_P99 ->
                given(wereTaken(summary.latency()), summary.latency().p99Ms());
            case MAX_FIRST_FRAME_P99 ->
                given(wereTaken(summary.firstFrame()), summary.firstFrame().p99Ms());
            case MAX_SEGMENT_P99 ->
                given(
                        wereTaken(summary.hls().segment()),
                        summary.hls().segment().p99Ms());
            case MAX_HALTS ->
                given(wereTaken(summary.hls().segment()), (double) summary.hls().haltCount());
            case MAX_MISSED ->
                given(!summary.hls().isEmpty(), (double) summary.hls().missedCount());
            case MIN_DELIVERY ->
                given(
                        summary.delivery().expectedFrames() > 0,
                        summary.delivery().ratio());
            case MAX_FAILURES -> given(somebodyCame(summary), (double) summary.failureCount());
            case MAX_DISCONNECTS -> given(somebodyCame(summary), (double) summary.disconnectCount());
            case MAX_FAULTS -> given(somethingCame(summary), (double) summary.faultCount());
            case MAX_SERVER_CPU_PER_GB -> run.serverCpuSecondsPerGigabyte();
            case MAX_SERVER_CORES -> run.serverCores();
            case MAX_SERVER_MEMORY -> {
                var bytes = run.maxServerResidentBytes();
                yield given(bytes.isPresent(), bytes.orElse(0) * MEGABYTES_PER_BYTE);
            }
        };
    }

    String text(double value) {
        return String.format(Locale.ROOT, form, value);
    }

    boolean isMinimum() {
        return this == MIN_DELIVERY;
    }

    /** A run without clients has no failures, but shows nothing either. */
    private static boolean somebodyCame(Summary summary) {
        return summary.attempts() + summary.publishes() + summary.failureCount() > 0;
    }

    /** Frames, or segments. */
    private static boolean somethingCame(Summary summary) {
        return summary.videoFrames()
                        + summary.audioFrames()
                        + summary.hls().segment().count()
                > 0;
    }

    private static boolean wereTaken(Times times) {
        return times.count() > 0;
    }

    private static OptionalDouble given(boolean measured, double value) {
        return measured ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
