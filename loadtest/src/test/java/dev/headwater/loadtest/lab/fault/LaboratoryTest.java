package dev.headwater.loadtest.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.machine.LoopbackNetwork;
import dev.headwater.loadtest.lab.result.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaboratoryTest {
    private static final LabSettings SETTINGS = new LabSettings(
            Topology.of(1, 1, 1, 1), 1, false, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1, 1, Optional.empty());

    @Test
    void whateverGoesWrongInTheLabMakesOneRoundInvalidAndNoMore(@TempDir Path logs) throws InterruptedException {
        var laboratory = new Laboratory(SETTINGS, LoopbackNetwork::new, "none", logs);

        var round = laboratory.round(new Broken(), 1);

        assertThat(round.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(round.reason()).contains("UncheckedIOException", "no such log");
        assertThat(round.logs()).endsWith("broken-1");
    }

    private record Broken() implements Fault {
        @Override
        public String id() {
            return "broken";
        }

        @Override
        public String title() {
            return "the lab itself fails";
        }

        @Override
        public Topology topology(LabSettings settings) {
            throw new UncheckedIOException(new IOException("no such log"));
        }

        @Override
        public void run(Scene scene) {
            throw new AssertionError("there is no cluster");
        }
    }
}
