package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of the spans of traces. Thread-safe. */
public final class TraceMeters {
    /** The collector has them. */
    public final Counter exported;

    /** The collector did not take them, or did not answer. */
    public final Counter failed;

    /** There was no room for them. */
    public final Counter dropped;

    /** Those that wait to be sent, or are being sent. */
    public final AtomicInteger queued = new AtomicInteger();

    TraceMeters(MeterRegistry registry) {
        exported = spans(registry, "exported");
        failed = spans(registry, "failed");
        dropped = spans(registry, "dropped");
        Gauge.builder("headwater.trace.queued", queued, AtomicInteger::get)
                .description("Spans of traces that wait to be sent, or are being sent")
                .baseUnit("spans")
                .register(registry);
    }

    private static Counter spans(MeterRegistry registry, String outcome) {
        return Counter.builder("headwater.trace.spans")
                .description("Spans of traces by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }
}
