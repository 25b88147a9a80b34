package dev.headwater.loadtest.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headwater.loadtest.lab.cluster.Distribution;
import dev.headwater.loadtest.lab.cluster.NodeSpec;
import dev.headwater.loadtest.lab.cluster.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
    private static final LabSettings SMALL = new LabSettings(
            Topology.of(1, 1, 1, 2), 500, false, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1, 1, Optional.empty());

    @Test
    void eachHasAnIdOfItsOwn() {
        assertThat(Faults.ALL).extracting(Fault::id).doesNotHaveDuplicates();
    }

    @Test
    void idsAreFoundInAnyCase() {
        assertThat(Faults.named("f1")).singleElement().extracting(Fault::id).isEqualTo("F1");
        assertThat(Faults.named("all")).isEqualTo(Faults.ALL);
    }

    @Test
    void anUnknownIdIsAnsweredWithAllThatThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Faults.named("F99"))
                .withMessageContainingAll("F99", "all, control, F1,");
    }

    @Test
    void anEncoderThatLosesItsOriginHasAnotherOneAndTheControlOnlyWhatWasAskedFor() {
        assertThat(Faults.named("F1").getFirst().topology(SMALL))
                .isEqualTo(Topology.of(
                        2, 1, SMALL.topology().streams(), SMALL.topology().players()));
        assertThat(Faults.named("control").getFirst().topology(SMALL)).isEqualTo(SMALL.topology());
    }

    @Test
    void aSplitNeedsThreeOriginsAndTwoEdgesWhateverWasAskedFor() {
        var nodes = Faults.named("F6").getFirst().topology(SMALL).nodes();

        assertThat(nodes.stream().filter(NodeSpec::isOrigin)).hasSize(3);
        assertThat(nodes.stream().filter(node -> !node.isOrigin())).hasSize(2);
    }

    /** Or whom nothing can happen to has no gap. */
    @Test
    void eachEdgeHasAPlayer() {
        var one = new LabSettings(
                Topology.of(1, 1, 1, 1),
                500,
                false,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                1,
                1,
                Optional.empty());

        assertThat(Faults.ALL)
                .filteredOn(
                        fault -> !fault.id().equals("F24")) // its players come later, and to one edge after the other
                .extracting(fault -> fault.topology(one))
                .filteredOn(topology -> topology.streams() > 0)
                .allMatch(topology -> topology.players()
                        >= topology.nodes().stream()
                                .filter(node -> !node.isOrigin())
                                .count());
    }

    @Test
    void theEdgeOfAHerdTakesThatManyConnections() {
        var edge = Faults.named("F23").getFirst().topology(SMALL).nodes().getLast();

        assertThat(edge.heapMegabytes() << 10).isGreaterThan(SMALL.herd() * 32);
    }

    @Test
    void aRollingRestartHasAnEdgeForPlayersThatComeBack() {
        var edges =
                Faults.named("F14").getFirst().topology(SMALL).nodes().stream().filter(node -> !node.isOrigin());

        assertThat(edges).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void anUpgradeSaysThatItWantsAnEarlierVersion() {
        assertThat(Faults.named("F15").getFirst().missing(SMALL).orElseThrow()).contains("--old FOLDER");
    }

    @Test
    void clocksGoWrongWhereTheFaultSaysAndNowhereElse() {
        var fault = Faults.named("F17").getFirst();

        assertThat(fault.topology(SMALL).nodes())
                .filteredOn(node -> !node.startedBy().isEmpty())
                .extracting(NodeSpec::name)
                .containsExactly("origin-1", "origin-2", "edge-1");
    }

    @Test
    void anUpgradeBeginsWithAllNodesOfTheEarlierVersion(@TempDir Path folder) throws IOException {
        Files.createFile(Files.createDirectory(folder.resolve("bin")).resolve("headwater"), executable());
        var earlier = new LabSettings(
                SMALL.topology(),
                SMALL.herd(),
                false,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                1,
                1,
                Optional.of(new Distribution(folder)));
        var fault = Faults.named("F15").getFirst();

        assertThat(fault.missing(earlier)).isEmpty();
        assertThat(fault.topology(earlier).nodes()).allMatch(node -> node.old().equals(earlier.old()));
    }

    @Test
    void aFolderWithoutTheProgramIsNoDistribution(@TempDir Path folder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Distribution(folder))
                .withMessageContainingAll(folder.toString(), "bin/headwater");
    }

    private static FileAttribute<?> executable() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
