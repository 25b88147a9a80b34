package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Reads {@code headwater.connection.rejected} for tests. */
public final class Rejections {
    private Rejections() {}

    /** @param tags names and values in turn; none for all rejections */
    public static int count(MeterRegistry registry, String... tags) {
        return (int) registry.find("headwater.connection.rejected").tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
