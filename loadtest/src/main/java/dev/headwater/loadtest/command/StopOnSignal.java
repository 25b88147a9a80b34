package dev.headwater.loadtest.command;

import dev.headwater.loadtest.run.LoadRun;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * SIGINT and SIGTERM end a run and not its summary: the JVM's shutdown waits until everything is printed, then ends with the
 * run's own exit status, where the JVM's would be 130 or 143.
 */
final class StopOnSignal implements AutoCloseable {
    private static final long LIMIT_SECONDS = 20;

    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final Thread hook;

    private StopOnSignal(LoadRun run) {
        hook = new Thread(
                () -> {
                    run.stop();
                    Runtime.getRuntime()
                            .halt(status.completeOnTimeout(LoadCommand.RUN_FAILED, LIMIT_SECONDS, TimeUnit.SECONDS)
                                    .exceptionally(_ -> LoadCommand.RUN_FAILED)
                                    .join());
                },
                "stop-on-signal");
    }

    static StopOnSignal stopping(LoadRun run) {
        var stop = new StopOnSignal(run);
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    /** All is said; {@code value} is the status, whoever ends the process. */
    int endsWith(int value) {
        status.complete(value);
        return value;
    }

    /** From now on the process ends as any other. */
    @Override
    public void close() {
        status.complete(LoadCommand.RUN_FAILED);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is on its way out, and the hook knows how
        }
    }
}
