package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.Succession;
import dev.headwater.testkit.history.Faults;
import dev.headwater.testkit.history.HistoryRun;
import dev.headwater.testkit.lab.Wires.Cut;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Claims, announcements and queries at a directory whose members are cut off, frozen and killed: what all were told keeps the
 * rules of {@link dev.headwater.testkit.history.HistoryChecker}. One split and one death in the test command, with grants before,
 * during and after each; for minutes of faults by chance, freezes among them:
 *
 * <pre>
 *   ./mvnw -pl common/cluster -am test -Dtest=OwnershipHistoryTest -Dsurefire.failIfNoSpecifiedTests=false \
 *       -Dheadwater.history.seconds=300 -Dheadwater.history.seed=42
 * </pre>
 *
 * See {@link HistoryRun} for what else may be said.
 */
class OwnershipHistoryTest {
    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void ownershipIsFencedWhateverHappens() {
        Random random = HistoryRun.random();
        Succession succession = HistoryRun.asByDefault() ? Succession.DEFAULT : TestCluster.SHORT;
        try (var lab = DirectoryMember.lab(succession)) {
            var faults = new Faults(lab, random, succession.recordLife(), StreamDirectory.REUNITED_WITHIN);
            var run = new HistoryRun(lab, new DirectoryTraffic(lab, random.nextLong()), faults);
            run.run(() -> {
                run.phase("before the split", () -> Faults.pause(500));
                faults.cut(
                        Set.of(DirectoryMember.FREEZABLE),
                        Cut.SEVERED,
                        () -> run.phase("in the split", () -> Faults.pause(1_000)));
                run.phase("after the split", () -> Faults.pause(500));
                run.phase("in the death", () -> faults.kill(Set.of("o2")));
                run.phase("after the death", () -> Faults.pause(500));
            });
        }
    }
}
