package dev.headwater.loadtest.measure;

import dev.headwater.loadtest.check.Fault;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Everything counted in a stretch of time. Not thread-safe: belongs to whoever fills it, then to whoever took it. */
public final class Interval {
    /** An hour: longer durations count as this. */
    private static final long MAX_MICROS = 3_600_000_000L;

    /** Values are told apart to one percent. */
    private static final int DIGITS = 2;

    private static final Count[] COUNTS = Count.values();
    private static final Fault[] FAULTS = Fault.values();

    private final long[] counts = new long[COUNTS.length];
    private final long[] faults = new long[FAULTS.length];
    private final Map<Timing, Histogram> times = new EnumMap<>(Timing.class);
    private final Reasons failures = new Reasons();
    private final Reasons disconnects = new Reasons();
    private final Reasons missed = new Reasons();

    public Interval() {
        for (var timing : Timing.values()) {
            times.put(timing, new Histogram(MAX_MICROS, DIGITS));
        }
    }

    void count(Count what, long by) {
        counts[index(what)] += by;
    }

    void fault(Fault fault, long by) {
        faults[index(fault)] += by;
    }

    /** A clock that steps back makes a negative duration: it counts as 0. */
    void time(Timing timing, long micros) {
        histogram(timing).recordValue(Math.clamp(micros, 0, MAX_MICROS));
    }

    void failure(String reason) {
        failures.add(reason, 1);
    }

    void disconnect(String reason) {
        disconnects.add(reason, 1);
    }

    void missed(String what) {
        missed.add(what, 1);
    }

    /** Takes in what another one has counted. */
    public void add(Interval other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        for (int i = 0; i < faults.length; i++) {
            faults[i] += other.faults[i];
        }
        times.forEach((timing, histogram) -> histogram.add(other.histogram(timing)));
        failures.add(other.failures);
        disconnects.add(other.disconnects);
        missed.add(other.missed);
    }

    public long count(Count what) {
        return counts[index(what)];
    }

    public Times times(Timing timing) {
        return Times.of(histogram(timing));
    }

    /** The faults that occurred, and how often. */
    public Map<Fault, Long> faults() {
        var occurred = new EnumMap<Fault, Long>(Fault.class);
        for (var fault : FAULTS) {
            if (faults[index(fault)] > 0) {
                occurred.put(fault, faults[index(fault)]);
            }
        }
        return occurred;
    }

    /** Clients that did not get what they came for, by reason. */
    public Map<String, Long> failures() {
        return failures.counts();
    }

    /** Clients that were thrown out, by reason. */
    public Map<String, Long> disconnects() {
        return disconnects.counts();
    }

    /** Requests that were not answered as wanted, by what and why. */
    public Map<String, Long> missed() {
        return missed.counts();
    }

    long failureCount() {
        return failures.total();
    }

    long disconnectCount() {
        return disconnects.total();
    }

    private Histogram histogram(Timing timing) {
        var histogram = times.get(timing);
        if (histogram == null) {
            throw new IllegalStateException("no histogram of " + timing);
        }
        return histogram;
    }

    @SuppressWarnings("EnumOrdinal") // indices of arrays that never leave this object
    private static int index(Enum<?> constant) {
        return constant.ordinal();
    }
}
