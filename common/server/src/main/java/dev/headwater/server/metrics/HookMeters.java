package dev.headwater.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What became of HTTP callbacks. Thread-safe. */
public final class HookMeters {
    /** Notifications that wait to be sent, or to be sent again. */
    public final LiveCount queued;

    /** Targets that are left alone for a while. */
    public final LiveCount openBreakers;

    private final MeterRegistry registry;

    HookMeters(MeterRegistry registry) {
        this.registry = registry;
        queued = new LiveCount(
                registry, "headwater.hook.queued", "Notifications that wait to be sent", "notifications", Tags.empty());
        openBreakers = new LiveCount(
                registry,
                "headwater.hook.breakers.open",
                "URLs of callbacks that are not called for a while, since they did not answer",
                "urls",
                Tags.empty());
    }

    /** @param event and {@code outcome} are of closed sets; the outcome is counted in lower case */
    public void called(String event, String outcome, long nanos) {
        Timer.builder("headwater.hook.calls")
                .description("HTTP callbacks by event and outcome, and how long they took")
                .tags(Tags.of("event", event, "outcome", outcome.toLowerCase(Locale.ROOT)))
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }
}
