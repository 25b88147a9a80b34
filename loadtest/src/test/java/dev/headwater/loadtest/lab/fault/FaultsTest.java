package dev.headwater.loadtest.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headwater.loadtest.lab.cluster.NodeSpec;
import dev.headwater.loadtest.lab.cluster.Topology;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final LabSettings SMALL =
            new LabSettings(Topology.of(1, 1, 1, 2), 500, false, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1);

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
}
