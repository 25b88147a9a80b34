package dev.headwater.loadtest.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often something happened, by reason. Bounded, since servers word their reasons. Not thread-safe. */
final class Reasons {
    private static final int MAX_REASONS = 32;
    private static final String OTHERS = "other reasons";

    private final Map<String, Long> counts = new LinkedHashMap<>();

    void add(String reason, long count) {
        boolean room = counts.size() < MAX_REASONS || counts.containsKey(reason);
        counts.merge(room ? reason : OTHERS, count, Long::sum);
    }

    void add(Reasons other) {
        other.counts.forEach(this::add);
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Long> counts() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }
}
