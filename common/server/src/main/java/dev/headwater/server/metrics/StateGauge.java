package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** One gauge for each state that something may be in: 1 for the one that it is in, else 0. Thread-safe. */
public final class StateGauge<E extends Enum<E>> {
    private final AtomicReference<E> current;

    /** @param states the first one is where it begins */
    StateGauge(MeterRegistry registry, String name, String description, Tags tags, Class<E> states) {
        E[] all = states.getEnumConstants();
        current = new AtomicReference<>(all[0]);
        for (E state : all) {
            Gauge.builder(name, current, now -> now.get() == state ? 1 : 0)
                    .description(description)
                    .tags(tags.and("state", state.name().toLowerCase(Locale.ROOT)))
                    .strongReference(true)
                    .register(registry);
        }
    }

    public void enter(E state) {
        current.set(state);
    }
}
