package dev.headwater.loadtest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeSeriesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void growthIsCountedPerSecondOfTheTimeAskedFor() {
        var series = cpu(0, 5, 5.5, 6, 20);
        assertThat(series.perSecond(NodeFigure.CPU_SECONDS, START.plusSeconds(1), START.plusSeconds(3)))
                .hasValue(0.5);
    }

    @Test
    void aNodeThatStartsAnewGrowsFromZero() {
        assertThat(cpu(8, 10, 1, 4).perSecond(NodeFigure.CPU_SECONDS, START, START.plusSeconds(3)))
                .hasValue(2);
    }

    @Test
    void fewSamplesSayNothing() {
        var series = cpu(1, 2);
        assertThat(series.perSecond(NodeFigure.CPU_SECONDS, START, START.plusSeconds(2)))
                .hasValue(1);
        assertThat(series.perSecond(NodeFigure.CPU_SECONDS, START, START.plusSeconds(3)))
                .isEmpty();
        assertThat(series.perSecond(NodeFigure.HEAP_BYTES, START, START.plusSeconds(1)))
                .isEmpty();
        assertThat(cpu().perSecond(NodeFigure.CPU_SECONDS, START, START.plusSeconds(1)))
                .isEmpty();
    }

    @Test
    void maxIsOfTheWholeRun() {
        assertThat(cpu(1, 9, 3).max(NodeFigure.CPU_SECONDS)).hasValue(9);
        assertThat(cpu(1, 9, 3).max(NodeFigure.HEAP_BYTES)).isEmpty();
    }

    /** One sample a second. */
    private static NodeSeries cpu(double... values) {
        var samples = IntStream.range(0, values.length)
                .mapToObj(i -> new NodeSample(START.plusSeconds(i), Map.of(NodeFigure.CPU_SECONDS, values[i])))
                .toList();
        return new NodeSeries("n", samples, 0, Optional.empty());
    }
}
