package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** Peers of one port that were refused or closed for a fault of theirs. Thread-safe. */
final class RejectedConnections {
    private final ReasonCounters counters;

    RejectedConnections(MeterRegistry registry, String port) {
        counters = new ReasonCounters(reason -> Counter.builder("headwater.connection.rejected")
                .description("Peers that were refused or closed for a fault of theirs, by reason")
                .tags(Tags.of("port", port, "reason", reason))
                .register(registry));
    }

    double total() {
        return counters.total();
    }

    /** @param reason a name from a closed set, such as {@code ProtocolError}'s; counted in lower case */
    void count(String reason) {
        counters.count(reason);
    }
}
