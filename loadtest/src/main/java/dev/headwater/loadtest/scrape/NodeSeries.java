package dev.headwater.loadtest.scrape;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that one node said during a run.
 *
 * @param node the address that was asked
 * @param gaps how often it did not answer, or not in a way that we understand
 * @param lastGap why, the last time
 */
public record NodeSeries(String node, List<NodeSample> samples, long gaps, Optional<String> lastGap) {
    private static final double NANOS_PER_SECOND = 1e9;

    public NodeSeries {
        samples = List.copyOf(samples);
    }

    /**
     * By how much a growing figure grew per second between two moments; a node that started anew in between grew from zero.
     * Empty unless the samples of that time cover at least half of it.
     */
    public OptionalDouble perSecond(NodeFigure figure, Instant from, Instant to) {
        var inside = samples.stream()
                .filter(sample -> !sample.at().isBefore(from) && !sample.at().isAfter(to))
                .filter(sample -> sample.value(figure).isPresent())
                .toList();
        if (inside.size() < 2) {
            return OptionalDouble.empty();
        }
        double covered = seconds(inside.getFirst().at(), inside.getLast().at());
        return covered < seconds(from, to) / 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(growth(figure, inside) / covered);
    }

    /** The highest value of the run. */
    public OptionalDouble max(NodeFigure figure) {
        return samples.stream()
                .flatMap(sample -> sample.value(figure).stream().boxed())
                .mapToDouble(Double::doubleValue)
                .max();
    }

    private static double growth(NodeFigure figure, List<NodeSample> samples) {
        double growth = 0;
        for (int i = 1; i < samples.size(); i++) {
            double before = samples.get(i - 1).value(figure).orElseThrow();
            double after = samples.get(i).value(figure).orElseThrow();
            growth += after >= before ? after - before : after;
        }
        return growth;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / NANOS_PER_SECOND;
    }
}
