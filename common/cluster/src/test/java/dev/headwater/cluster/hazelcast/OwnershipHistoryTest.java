package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.Succession;
import dev.headwater.cluster.hazelcast.Wires.Cut;
import dev.headwater.cluster.history.Apart;
import dev.headwater.cluster.history.Call;
import dev.headwater.cluster.history.Call.Outcome;
import dev.headwater.cluster.history.HistoryChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishers and queries at a cluster whose members are cut off, frozen and killed: what all were told keeps the rules of
 * {@link HistoryChecker}. One split and one death in the test command, with grants before, during and after each;
 * for minutes of faults by chance, freezes among them:
 *
 * <pre>
 *   ./mvnw -pl common/cluster -am test -Dtest=OwnershipHistoryTest -Dsurefire.failIfNoSpecifiedTests=false \
 *       -Dheadwater.history.seconds=300 -Dheadwater.history.seed=42
 * </pre>
 *
 * With {@code -Dheadwater.history.as-by-default=true} records live as long as they do by default.
 *
 * A run prints its seed; the same seed gives the same faults in the same order, though not the same race.
 */
class OwnershipHistoryTest {
    private static final Logger log = LoggerFactory.getLogger(OwnershipHistoryTest.class);
    private static final Duration DUST_SETTLES = Duration.ofSeconds(40);

    private final long seed = Long.getLong("headwater.history.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Apart> aparts = new ArrayList<>();

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void ownershipIsFencedWhateverHappens() throws Exception {
        long seconds = Long.getLong("headwater.history.seconds", 0);
        log.info("-Dheadwater.history.seconds={} -Dheadwater.history.seed={}", seconds, seed);
        boolean asByDefault = Boolean.getBoolean("headwater.history.as-by-default");
        try (Lab lab = new Lab(asByDefault ? Succession.DEFAULT : TestCluster.SHORT)) {
            var traffic = new Traffic(lab, random.nextLong());
            if (seconds == 0) {
                phase("before the split", traffic, () -> pause(500));
                cut(lab, Set.of(Lab.FREEZABLE), Cut.SEVERED, () -> phase("in the split", traffic, () -> pause(1_000)));
                phase("after the split", traffic, () -> pause(500));
                phase("in the death", traffic, () -> kill(lab, Set.of("o2")));
                phase("after the death", traffic, () -> pause(500));
            } else {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
                while (System.nanoTime() - end < 0) {
                    faultByChance(lab);
                }
            }
            traffic.calmDown();
            List<Call> settled = new ArrayList<>();
            long calm = System.nanoTime();
            await().atMost(DUST_SETTLES).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
                settled.clear();
                settled.addAll(traffic.settled());
                assertThat(settled).hasSize(lab.live().size() * Traffic.KEYS.size());
                assertThat(check(traffic.calls(), settled)).isEmpty();
            });
            traffic.end();
            List<Call> calls = traffic.calls();
            log.info(
                    "the dust settled in {} ms; {}",
                    (System.nanoTime() - calm) / 1_000_000,
                    calls.stream()
                            .collect(Collectors.groupingBy(
                                    call -> call.outcome().getClass().getSimpleName(), Collectors.counting())));
            assertThat(check(calls, settled)).isEmpty();
        }
    }

    /** Goes on until somebody got a name, however slow the machine is. */
    private static void phase(String name, Traffic traffic, Runnable fault) {
        long from = System.nanoTime();
        fault.run();
        await(name)
                .atMost(DUST_SETTLES)
                .until(() -> traffic.calls().stream()
                        .anyMatch(call -> call.outcome() instanceof Outcome.Granted && call.fromNanos() - from >= 0));
    }

    private List<String> check(List<Call> calls, List<Call> settled) {
        return HistoryChecker.check(
                Stream.concat(calls.stream(), settled.stream()).toList(), aparts);
    }

    private void faultByChance(Lab lab) {
        switch (random.nextInt(6)) {
            case 0 -> cut(lab, side(), Cut.SEVERED, pausing(500 + random.nextInt(6_000)));
            case 1 -> cut(lab, side(), Cut.SILENT, pausing(500 + random.nextInt(2_000)));
            case 2 -> cut(lab, side(), Cut.SILENT, pausing(9_000 + random.nextInt(4_000)));
            case 3 -> freeze(lab, random.nextBoolean() ? 500 + random.nextInt(2_000) : 9_000 + random.nextInt(4_000));
            case 4 -> killAndRestart(lab, 1);
            default -> killAndRestart(lab, 2);
        }
        pause(1_000);
    }

    private Set<String> side() {
        List<String> nodes = shuffled(
                Stream.concat(Lab.ORIGINS.stream(), Stream.of(Lab.EDGE)).toList());
        return Set.copyOf(nodes.subList(0, 1 + random.nextInt(nodes.size() - 1)));
    }

    private static Runnable pausing(int millis) {
        return () -> pause(millis);
    }

    private void cut(Lab lab, Set<String> side, Cut cut, Runnable meanwhile) {
        log.info("{} cut off, {}", side, cut);
        long from = System.nanoTime();
        lab.wires().cut(side, cut);
        if (cut == Cut.SEVERED) {
            lab.awaitSplit(side);
            log.info("noticed after {} ms", (System.nanoTime() - from) / 1_000_000);
        }
        meanwhile.run();
        long healed = System.nanoTime();
        lab.wires().heal();
        together(lab, side, from, healed);
    }

    private void freeze(Lab lab, int millis) {
        log.info("{} frozen for {} ms", Lab.FREEZABLE, millis);
        long from = System.nanoTime();
        lab.freezable().freeze();
        pause(millis);
        long healed = System.nanoTime();
        lab.freezable().thaw();
        together(lab, Set.of(Lab.FREEZABLE), from, healed);
    }

    private void together(Lab lab, Set<String> side, long from, long healed) {
        lab.awaitWhole();
        long now = System.nanoTime();
        aparts.add(new Apart(side, from, healed, now));
        log.info("one cluster again {} ms after the end of the fault", (now - healed) / 1_000_000);
    }

    private void killAndRestart(Lab lab, int count) {
        Set<String> dying = Set.copyOf(shuffled(Lab.ORIGINS).subList(0, count));
        kill(lab, dying);
        pause(500 + random.nextInt(4_000));
        lab.start(dying);
    }

    private void kill(Lab lab, Set<String> dying) {
        log.info("{} killed", dying);
        lab.kill(dying);
        lab.awaitWhole();
    }

    private List<String> shuffled(List<String> nodes) {
        List<String> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static void pause(int millis) {
        await().pollDelay(Duration.ofMillis(millis))
                .atMost(Duration.ofMinutes(1))
                .until(() -> true);
    }
}
