package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of the requests for the best edge. Thread-safe. */
public final class RouteMeters {
    public final Counter found;
    public final Counter redirected;
    public final Counter unknown;
    public final Counter denied;
    public final Counter unavailable;
    public final Counter malformed;

    RouteMeters(MeterRegistry registry) {
        found = outcome(registry, "found");
        redirected = outcome(registry, "redirected");
        unknown = outcome(registry, "unknown");
        denied = outcome(registry, "denied");
        unavailable = outcome(registry, "unavailable");
        malformed = outcome(registry, "malformed");
    }

    private static Counter outcome(MeterRegistry registry, String outcome) {
        return Counter.builder("headwater.route.requests")
                .description("Requests for the best edge of a stream, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }
}
