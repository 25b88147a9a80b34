package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.LongAdder;

/** A gauge of things that come and go on several event loops. Thread-safe; the value is exact when nothing moves. */
public final class LiveCount {
    private final LongAdder count = new LongAdder();

    LiveCount(MeterRegistry registry, String name, String description, String unit, Tags tags) {
        Gauge.builder(name, count, LongAdder::sum)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    public void increment() {
        count.increment();
    }

    public void decrement() {
        count.decrement();
    }

    public void add(long change) {
        count.add(change);
    }

    public long value() {
        return count.sum();
    }
}
