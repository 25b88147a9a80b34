package dev.headwater.loadtest.bounds;

import dev.headwater.loadtest.measure.Second;
import dev.headwater.loadtest.measure.Summary;
import dev.headwater.loadtest.scrape.NodeFigure;
import dev.headwater.loadtest.scrape.NodeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** The figures of a run that come from both sides: what clients got, and what servers say that it cost. */
public record Measured(Summary summary, List<NodeSeries> nodes) {
    private static final double BYTES_PER_GIGABYTE = 1e9;
    private static final double NANOS_PER_SECOND = 1e9;

    public Measured {
        nodes = List.copyOf(nodes);
    }

    /** CPU cores that all nodes together used in the measured time. Empty unless every node told. */
    public OptionalDouble serverCores() {
        var window = summary.seconds().stream().filter(Second::measured).toList();
        if (nodes.isEmpty() || window.isEmpty()) {
            return OptionalDouble.empty();
        }
        var first = window.getFirst();
        var from = at(first.elapsedSeconds() - first.lengthSeconds());
        var to = at(window.getLast().elapsedSeconds());
        double cores = 0;
        for (var node : nodes) {
            var used = node.perSecond(NodeFigure.CPU_SECONDS, from, to);
            if (used.isEmpty()) {
                return OptionalDouble.empty();
            }
            cores += used.getAsDouble();
        }
        return OptionalDouble.of(cores);
    }

    /** CPU seconds of all nodes for each GB that our players received. */
    public OptionalDouble serverCpuSecondsPerGigabyte() {
        double gigabytesPerSecond = summary.perSecond(summary.receivedBytes()) / BYTES_PER_GIGABYTE;
        var cores = serverCores();
        return gigabytesPerSecond == 0 || cores.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(cores.getAsDouble() / gigabytesPerSecond);
    }

    /** The largest resident set of any node at any time. Empty unless every node told. */
    public OptionalDouble maxServerResidentBytes() {
        var each =
                nodes.stream().map(node -> node.max(NodeFigure.RESIDENT_BYTES)).toList();
        return each.stream().allMatch(OptionalDouble::isPresent)
                ? each.stream().mapToDouble(OptionalDouble::getAsDouble).max()
                : OptionalDouble.empty();
    }

    private Instant at(double elapsedSeconds) {
        return summary.startedAt().plus(Duration.ofNanos((long) (elapsedSeconds * NANOS_PER_SECOND)));
    }
}
