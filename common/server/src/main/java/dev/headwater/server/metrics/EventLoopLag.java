package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures on each event loop how late a task that is due runs: the first sign of a loop with too much to do. Thread-safe;
 * ends with {@link #close} or with the loops.
 */
public final class EventLoopLag implements AutoCloseable {
    static final long PERIOD_MS = 250;

    private final List<ScheduledFuture<?>> probes = new ArrayList<>();

    public EventLoopLag(EventExecutorGroup loops, Timer lag) {
        loops.forEach(loop -> probes.add(probe(loop, lag)));
    }

    private static ScheduledFuture<?> probe(EventExecutor loop, Timer lag) {
        long period = TimeUnit.MILLISECONDS.toNanos(PERIOD_MS);
        var task = new Runnable() {
            private long due = System.nanoTime() + period;

            @Override
            public void run() {
                long now = System.nanoTime();
                lag.record(Math.max(0, now - due), TimeUnit.NANOSECONDS);
                due = now + period;
            }
        };
        return loop.scheduleWithFixedDelay(task, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        probes.forEach(probe -> probe.cancel(false));
    }
}
