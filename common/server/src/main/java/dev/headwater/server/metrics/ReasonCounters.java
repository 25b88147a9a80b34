package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * A counter for each reason of a closed set, made at its first use. Thread-safe. A set that turns out not to be closed
 * costs no more than {@value #MAX_REASONS} series: the rest is counted as {@value #OTHER}.
 */
final class ReasonCounters {
    static final int MAX_REASONS = 64;
    static final String OTHER = "other";

    private final Function<String, Counter> maker;
    private final ConcurrentMap<String, Counter> counters = new ConcurrentHashMap<>();

    /** @param maker registers the counter of a reason, given in lower case */
    ReasonCounters(Function<String, Counter> maker) {
        this.maker = maker;
    }

    void count(String reason) {
        var known = counters.get(reason);
        (known == null ? first(reason) : known).increment();
    }

    /** Of all reasons. */
    double total() {
        return counters.values().stream().mapToDouble(Counter::count).sum();
    }

    private Counter first(String reason) {
        String name = counters.size() < MAX_REASONS ? reason.toLowerCase(Locale.ROOT) : OTHER;
        return name.equals(OTHER)
                ? counters.computeIfAbsent(OTHER, maker)
                : counters.computeIfAbsent(reason, ignored -> maker.apply(name));
    }
}
