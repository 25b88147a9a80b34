package dev.headwater.loadtest.scrape;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a node said at one moment.
 *
 * @param at when we asked
 * @param figures those that it has
 */
public record NodeSample(Instant at, Map<NodeFigure, Double> figures) {
    public NodeSample {
        var copy = new EnumMap<NodeFigure, Double>(NodeFigure.class);
        copy.putAll(figures);
        figures = Collections.unmodifiableMap(copy);
    }

    /** @throws IllegalArgumentException if {@code text} is not of the Prometheus format */
    static NodeSample of(Instant at, String text) {
        var lines = Exposition.read(text);
        var figures = new EnumMap<NodeFigure, Double>(NodeFigure.class);
        for (var figure : NodeFigure.values()) {
            figure.of(lines).ifPresent(value -> figures.put(figure, value));
        }
        return new NodeSample(at, figures);
    }

    public OptionalDouble value(NodeFigure figure) {
        return Optional.ofNullable(figures.get(figure)).stream()
                .mapToDouble(Double::doubleValue)
                .findFirst();
    }
}
