package dev.headwater.loadtest.scrape;

import java.util.Map;

/** One value of a metric: {@code name{label="value"} 1.5}. */
record MetricLine(String name, Map<String, String> labels, double value) {
    MetricLine {
        labels = Map.copyOf(labels);
    }

    boolean has(String label, String wanted) {
        return wanted.equals(labels.get(label));
    }
}
