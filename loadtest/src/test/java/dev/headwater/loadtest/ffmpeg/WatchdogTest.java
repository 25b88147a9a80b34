package dev.headwater.loadtest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.RunningProgram;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final List<String> RUNS_ON = List.of("sleep", "600");

    @Test
    void endsWhatIsWatchedWhenItsInputEnds() {
        try (var one = RunningProgram.start(RUNS_ON);
                var other = RunningProgram.start(RUNS_ON)) {
            var watchdog = new Watchdog();
            watchdog.watch(one.handle().pid());
            watchdog.watch(other.handle().pid());

            watchdog.close();

            await().until(() -> !one.isRunning() && !other.isRunning());
        }
    }

    @Test
    void killsWhatIsDeafToTheFirstSignal() {
        try (var deaf =
                RunningProgram.start(List.of("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"))) {
            await().until(() -> deaf.output().contains("ready"));
            var watchdog = new Watchdog();
            watchdog.watch(deaf.handle().pid());

            watchdog.close();

            await().until(() -> !deaf.isRunning());
        }
    }

    @Test
    void leavesAloneWhatWasForgotten() {
        try (var forgotten = RunningProgram.start(RUNS_ON);
                var watched = RunningProgram.start(RUNS_ON)) {
            var watchdog = new Watchdog();
            watchdog.watch(forgotten.handle().pid());
            watchdog.watch(watched.handle().pid());
            watchdog.forget(forgotten.handle().pid());

            watchdog.close();

            await().until(() -> !watched.isRunning());
            assertThat(forgotten.isRunning()).isTrue();
        }
    }
}
