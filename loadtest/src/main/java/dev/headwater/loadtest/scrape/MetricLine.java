package dev.headwater.loadtest.scrape;

import java.util.Map;

/** One value of a metric: {@code name{label="value"} 1.5}. */
public record MetricLine(String name, Map<String, String> labels, double value) {
    public MetricLine {
        labels = Map.copyOf(labels);
    }

    /** Whether the label is there with that value. */
    public boolean has(String label, String wanted) {
        return wanted.equals(labels.get(label));
    }
}
