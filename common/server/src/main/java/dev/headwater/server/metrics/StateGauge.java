package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** One gauge for each state that something may be in: 1 for the one that it is in, else 0. Thread-safe. */
public final class StateGauge<E extends Enum<E>> {
    private final MeterRegistry registry;
    private final AtomicReference<E> current;
    private final List<Gauge> gauges = new ArrayList<>();

    /** @param states the first one is where it begins */
    StateGauge(MeterRegistry registry, String name, String description, Tags tags, Class<E> states) {
        this.registry = registry;
        E[] all = states.getEnumConstants();
        current = new AtomicReference<>(all[0]);
        for (E state : all) {
            gauges.add(Gauge.builder(name, current, now -> now.get() == state ? 1 : 0)
                    .description(description)
                    .tags(tags.and("state", state.name().toLowerCase(Locale.ROOT)))
                    .strongReference(true)
                    .register(registry));
        }
    }

    public void enter(E state) {
        current.set(state);
    }

    /** What it tells of is no more. */
    public void remove() {
        gauges.forEach(registry::remove);
    }
}
