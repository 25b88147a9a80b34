package dev.headwater.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.history.Call.Outcome;
import dev.headwater.testkit.lab.Lab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One history: traffic, faults meanwhile, and the rules of {@link HistoryChecker} asked of what all were told. Confined to the
 * test's thread.
 *
 * <ul>
 *   <li>{@code -Dheadwater.history.seconds} of faults by chance; without it, the few that the test names
 *   <li>{@code -Dheadwater.history.seed} gives the faults of another run in their order, though not its race; each run prints its own
 *   <li>{@code -Dheadwater.history.as-by-default=true} lets records live as long as they do by default
 * </ul>
 */
public final class HistoryRun {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryRun.class);
    private static final Duration DUST_SETTLES = Duration.ofSeconds(40);

    private final Lab<?> lab;
    private final Traffic traffic;
    private final Faults faults;

    public HistoryRun(Lab<?> lab, Traffic traffic, Faults faults) {
        this.lab = lab;
        this.traffic = traffic;
        this.faults = faults;
    }

    public static boolean asByDefault() {
        return Boolean.getBoolean("headwater.history.as-by-default");
    }

    /** What all of the run is drawn from. */
    public static Random random() {
        long seed = Long.getLong("headwater.history.seed", System.nanoTime());
        LOG.info("-Dheadwater.history.seconds={} -Dheadwater.history.seed={}", seconds(), seed);
        return new Random(seed);
    }

    private static long seconds() {
        return Long.getLong("headwater.history.seconds", 0);
    }

    /** @param few the faults of a run that is not for minutes, as {@link #phase}s */
    public void run(Runnable few) {
        if (seconds() == 0) {
            few.run();
        } else {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds());
            while (System.nanoTime() - end < 0) {
                faults.byChance();
            }
        }
        settle();
    }

    /** Goes on until somebody got a name, however slow the machine is. */
    public void phase(String name, Runnable fault) {
        long from = System.nanoTime();
        fault.run();
        await(name)
                .atMost(DUST_SETTLES)
                .until(() -> traffic.calls().stream()
                        .anyMatch(call -> call.outcome() instanceof Outcome.Granted && call.fromNanos() - from >= 0));
    }

    private void settle() {
        traffic.calmDown();
        List<Call> settled = new ArrayList<>();
        long calm = System.nanoTime();
        await().atMost(DUST_SETTLES).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            settled.clear();
            settled.addAll(traffic.settled());
            assertThat(settled).hasSize(lab.live().size() * traffic.names());
            assertThat(check(traffic.calls(), settled)).isEmpty();
        });
        traffic.end();
        List<Call> calls = traffic.calls();
        LOG.info(
                "the dust settled in {} ms; {}",
                (System.nanoTime() - calm) / 1_000_000,
                calls.stream()
                        .collect(Collectors.groupingBy(
                                call -> call.outcome().getClass().getSimpleName(), Collectors.counting())));
        assertThat(check(calls, settled)).isEmpty();
    }

    private List<String> check(List<Call> calls, List<Call> settled) {
        return HistoryChecker.check(
                Stream.concat(calls.stream(), settled.stream()).toList(), faults.aparts(), faults.sleeps());
    }
}
