package dev.headwater.deploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.deploy.HeadwaterCommand;
import dev.headwater.loadtest.lab.machine.PrivateMachine;
import dev.headwater.testkit.RunningProgram;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a viewer must never notice, in network namespaces where this machine lets us make them, else on loopback. A test run
 * is no quiet machine, so CPU pressure does not make a round invalid here, and times may be several times as long; counts keep
 * their limits all the same.
 */
@Timeout(300)
class ShortFaultsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final List<String> SHORT = List.of(
            "--origins=2",
            "--edges=1",
            "--streams=1",
            "--players=6",
            "--herd=500",
            "--control=2s",
            "--after=2s",
            "--max-pressure=100");

    private static final int SLACK = 5;

    private final PrivateMachine.Search machine = PrivateMachine.search();

    /** Not the slack of the others: an edge that noticed by the silence, after 3 s, would pass with it. */
    @Test
    void playersAreBackAsSoonAsTheEncoderOfAKilledOriginIs() {
        assertThat(passed(2, "F1")).contains("F1  origin killed");
    }

    @Test
    void playersNoticeNeitherATakeoverNorACrowd() {
        assertThat(passed(SLACK, "F22", "F23")).contains("F22  publisher reappears", "F23  thundering herd");
    }

    /** Where nothing can be cut, a frozen origin is the half that knows nothing of the other one. */
    @Test
    void aSplitWithTheSameNameOnBothSidesHealsToOneOwner() {
        if (canCut()) {
            assertThat(passed(SLACK, "F6")).containsPattern("proof: packets dropped: [1-9]");
        } else {
            assertThat(passed(SLACK, "F10")).contains("it was a cluster of its own, and merged with the others");
        }
    }

    @Test
    void aCutThatCannotBeMadeIsNotPassedOver() {
        var lab = lab(SLACK, "F6", "--loopback");

        assertThat(lab.awaitExit(PATIENCE)).as(lab.output()).isEqualTo(3);
        assertThat(lab.output()).contains("not possible here", "needs network namespaces");
    }

    private boolean canCut() {
        return machine instanceof PrivateMachine.Search.Found;
    }

    /** Makes the faults, which must pass. @return what the lab says */
    private String passed(int slack, String... faults) {
        var arguments = new ArrayList<>(List.of(faults));
        if (!canCut()) {
            arguments.add("--loopback");
        }
        var lab = lab(slack, arguments.toArray(String[]::new));

        assertThat(lab.awaitExit(PATIENCE)).as(lab.output()).isZero();
        return lab.output();
    }

    private static RunningProgram lab(int slack, String... arguments) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HeadwaterCommand.class.getName(), "lab"));
        command.addAll(List.of(arguments));
        command.addAll(SHORT);
        command.add("--slack=" + slack);
        command.add("--logs=" + Path.of("target", "lab", arguments[0]).toAbsolutePath());
        return RunningProgram.start(command);
    }
}
