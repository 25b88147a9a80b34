package dev.headwater.loadtest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NodeSampleTest {
    @Test
    void figuresAreFoundInWhatARealNodeSays() throws IOException {
        try (var page = Objects.requireNonNull(NodeSampleTest.class.getResourceAsStream("metrics.txt"))) {
            var sample = NodeSample.of(Instant.EPOCH, new String(page.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(sample.figures())
                    .isEqualTo(Map.of(
                            NodeFigure.CPU_SECONDS, 3.56,
                            NodeFigure.RESIDENT_BYTES, 187_654_144.0,
                            NodeFigure.HEAP_BYTES, 22_147_552.0,
                            NodeFigure.DIRECT_BYTES, 0.0,
                            NodeFigure.PLAYERS, 200.0,
                            NodeFigure.SENT_BYTES, 0.0,
                            NodeFigure.DROPPED_FRAMES, 0.0,
                            NodeFigure.LOOP_LAG_SECONDS, 0.077220642));
        }
    }

    @Test
    void aProgramOfAnotherLanguageHasCpuAndMemory() {
        var sample = NodeSample.of(Instant.EPOCH, "process_cpu_seconds_total 7.5\nprocess_resident_memory_bytes 1e6\n");
        assertThat(sample.figures()).isEqualTo(Map.of(NodeFigure.CPU_SECONDS, 7.5, NodeFigure.RESIDENT_BYTES, 1e6));
        assertThat(sample.value(NodeFigure.PLAYERS)).isEmpty();
    }

    @Test
    void whatIsNoNumberIsNotAFigure() {
        assertThat(NodeSample.of(Instant.EPOCH, "process_cpu_seconds_total NaN").figures())
                .isEmpty();
    }
}
