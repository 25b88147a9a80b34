package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** A gauge whose owner knows the whole number and sets it. Thread-safe. */
public final class Level {
    private final AtomicLong value = new AtomicLong();

    Level(MeterRegistry registry, String name, String description, String unit) {
        Gauge.builder(name, value, AtomicLong::get)
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    public void set(long value) {
        this.value.set(value);
    }
}
