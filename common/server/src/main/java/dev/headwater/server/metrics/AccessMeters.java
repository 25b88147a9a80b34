package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;

/** What the decisions count on who may publish and play, and who may use the API. Thread-safe. */
public final class AccessMeters {
    /** Changed files of keys that could not be used. */
    public final Counter failedReloads;

    private final MeterRegistry registry;

    AccessMeters(MeterRegistry registry) {
        this.registry = registry;
        failedReloads = Counter.builder("headwater.access.reload.failed")
                .description("Times that keys were to be read again and could not; those from before hold")
                .register(registry);
    }

    /** @param reason of a closed set; both are counted in lower case */
    public void denied(String action, String reason) {
        Counter.builder("headwater.access.denied")
                .description("Publishers and players who were denied, by reason")
                .tags(Tags.of("action", action.toLowerCase(Locale.ROOT), "reason", reason.toLowerCase(Locale.ROOT)))
                .register(registry)
                .increment();
    }

    /** @param status of a closed set */
    public void refusedByApi(int status) {
        Counter.builder("headwater.api.refused")
                .description("Requests to the management port that were refused, by status")
                .tag("status", Integer.toString(status))
                .register(registry)
                .increment();
    }
}
