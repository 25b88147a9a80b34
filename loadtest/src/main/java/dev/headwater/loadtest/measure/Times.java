package dev.headwater.loadtest.measure;

import org.HdrHistogram.Histogram;

/** The distribution of a duration, in milliseconds. All 0 where nothing was counted. */
public record Times(long count, double p50Ms, double p90Ms, double p99Ms, double p999Ms, double maxMs) {
    public static final Times NONE = new Times(0, 0, 0, 0, 0, 0);

    private static final double MICROS_PER_MILLI = 1000;

    /** @param micros recorded in microseconds */
    static Times of(Histogram micros) {
        if (micros.getTotalCount() == 0) {
            return NONE;
        }
        return new Times(
                micros.getTotalCount(),
                at(micros, 50),
                at(micros, 90),
                at(micros, 99),
                at(micros, 99.9),
                micros.getMaxValue() / MICROS_PER_MILLI);
    }

    private static double at(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }
}
