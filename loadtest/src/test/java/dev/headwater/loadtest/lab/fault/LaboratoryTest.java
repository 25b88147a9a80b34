package dev.headwater.loadtest.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.machine.LoopbackNetwork;
import dev.headwater.loadtest.lab.result.Bound;
import dev.headwater.loadtest.lab.result.Figure;
import dev.headwater.loadtest.lab.result.Outcome;
import dev.headwater.loadtest.lab.result.Round;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters without nodes, and of nodes that end at once: their program is not there. */
class LaboratoryTest {
    private static final LabSettings SETTINGS = new LabSettings(
            Topology.of(1, 1, 1, 1), 1, false, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1, 1, Optional.empty());

    private final List<String> steps = new ArrayList<>();

    @TempDir
    private Path logs;

    @Test
    void whateverGoesWrongInTheLabMakesOneRoundInvalidAndNoMore() throws InterruptedException {
        var round = round(new WithoutNodes(scene -> {
            throw new UncheckedIOException(new IOException("no such log"));
        }));

        assertThat(round.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(round.reason()).contains("UncheckedIOException", "no such log");
        assertThat(round.logs()).endsWith("no-nodes-1");
    }

    @Test
    void aRoundThatPassedHasTheProofOfItsFault() throws InterruptedException {
        var round = round(new WithoutNodes(scene -> {
            scene.notes().prove("process 7 is gone", true);
            scene.notes().must("published again", true);
        }));

        assertThat(round.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(round.reason()).isEmpty();
        assertThat(round.evidence()).containsExactly("process 7 is gone");
        assertThat(round.control()).as("of nobody").isEmpty();
        assertThat(steps).hasSize(2);
    }

    @Test
    void aMissedRoundNamesWhatWasMissed() throws InterruptedException {
        var round = round(new WithoutNodes(scene -> {
            scene.notes().prove("process 7 is gone", true);
            scene.notes().atMostMs("gap", 1_402, 1_200);
            scene.notes().atMostMs("reconnect", 300, 1_200);
        }));

        assertThat(round.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(round.reason()).isEqualTo("gap: 1,402 ms (at most 1,200 ms)");
    }

    @Test
    void aFaultThatIsNotProvenIsInvalidAndTellsWhatWouldHaveBeenMissed() throws InterruptedException {
        var round = round(new WithoutNodes(scene -> {
            scene.notes().prove("packets dropped: 0", false);
            scene.notes().must("published again", false);
        }));

        assertThat(round.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(round.reason()).isEqualTo("not proven: packets dropped: 0; besides, published again: no");
    }

    @Test
    void aFaultWithoutAnyProofIsInvalid() throws InterruptedException {
        var round = round(new WithoutNodes(scene -> scene.notes().must("published again", true)));

        assertThat(round.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(round.reason()).isEqualTo("nothing was proven");
    }

    @Test
    void whatMustComeOfAFaultAndDoesNotIsMissed() throws InterruptedException {
        var round = round(new WithoutNodes(scene -> {
            throw new NotSo("all players of the new stream have a picture", 30);
        }));

        assertThat(round.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(round.reason()).isEqualTo("all players of the new stream have a picture: no");
    }

    @Test
    void nodesThatDoNotBecomeAClusterAreWhatAStartIsAbout() throws InterruptedException {
        var round = round(StartTogether.BY_ADDRESS);

        assertThat(round.outcome()).isEqualTo(Outcome.MISSED);
        assertThat(round.figures())
                .contains(new Figure("one cluster, each node ready and sees all", 0, "", new Bound.Yes()));
    }

    @Test
    void noOtherFaultIsMadeInNodesThatAreNoCluster() throws InterruptedException {
        var round = round(new NoFault());

        assertThat(round.outcome()).isEqualTo(Outcome.INVALID);
        assertThat(round.reason()).startsWith("ended at their start: ");
    }

    private Round round(Fault fault) throws InterruptedException {
        return new Laboratory(SETTINGS, LoopbackNetwork::new, "none", logs, steps::add).round(fault, 1);
    }

    private record WithoutNodes(Consumer<Scene> happens) implements Fault {
        @Override
        public String id() {
            return "no-nodes";
        }

        @Override
        public String title() {
            return "something happens to nobody";
        }

        @Override
        public Topology topology(LabSettings settings) {
            return new Topology(List.of(), 0, 0);
        }

        @Override
        public void run(Scene scene) {
            happens.accept(scene);
        }
    }
}
