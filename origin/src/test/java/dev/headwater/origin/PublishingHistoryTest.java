package dev.headwater.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.Succession;
import dev.headwater.testkit.history.Call.Outcome;
import dev.headwater.testkit.history.Faults;
import dev.headwater.testkit.history.HistoryRun;
import dev.headwater.testkit.lab.Lab;
import dev.headwater.testkit.lab.Wires.Cut;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Publishers at the gates of three origins, each a process of its own, and who asks there and at an edge, while they are cut off,
 * frozen and killed: what all were told keeps the rules of {@link dev.headwater.testkit.history.HistoryChecker}. One sleep, one
 * split and one death in the test command, with grants before, during and after each; for minutes of faults by chance:
 *
 * <pre>
 *   ./mvnw -pl origin -am test -Dtest=PublishingHistoryTest -Dsurefire.failIfNoSpecifiedTests=false \
 *       -Dheadwater.history.seconds=300 -Dheadwater.history.seed=42
 * </pre>
 *
 * See {@link HistoryRun} for what else may be said.
 */
class PublishingHistoryTest {
    private static final Succession SHORT =
            new Succession(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(30));

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void whoPublishesIsFencedWhateverHappens() {
        Random random = HistoryRun.random();
        Succession succession = HistoryRun.asByDefault() ? Succession.DEFAULT : SHORT;
        var traffic = new OriginTraffic(succession, random.nextLong());
        try (var lab = new Lab<OriginMember>(traffic::start)) {
            var faults = new Faults(
                    lab, random, OriginRole.leaseLife(succession.recordLife()), StreamDirectory.REUNITED_WITHIN);
            var run = new HistoryRun(lab, traffic, faults);
            run.run(() -> {
                run.phase("before the sleep", () -> Faults.pause(500));
                faults.freeze("o1", () -> run.phase("in the sleep", () -> Faults.pause(2_500)));
                run.phase("after the sleep", () -> Faults.pause(500));
                faults.cut(Set.of("o3"), Cut.SEVERED, () -> run.phase("in the split", () -> Faults.pause(1_000)));
                run.phase("after the split", () -> Faults.pause(500));
                run.phase("in the death", () -> faults.kill(Set.of("o2")));
                run.phase("after the death", () -> Faults.pause(500));
            });
            assertThat(traffic.calls())
                    .extracting(call -> (Object) call.outcome().getClass())
                    .contains(
                            Outcome.Granted.class,
                            Outcome.Refused.class,
                            Outcome.Confirmed.class,
                            Outcome.TakenOver.class,
                            Outcome.Released.class,
                            Outcome.Served.class,
                            Outcome.Found.class);
        }
    }
}
