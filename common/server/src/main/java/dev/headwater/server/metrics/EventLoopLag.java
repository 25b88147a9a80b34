package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures on each event loop how late a task that is due runs: the first sign of a loop with too much to do. One that stood still
 * has a line in the log; what held it may have been a task of its own, the process or the machine. Thread-safe; ends with
 * {@link #close} or with the loops.
 */
public final class EventLoopLag implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoopLag.class);

    /** A loop that stands still for less than this may go unseen. */
    private static final long PERIOD_MS = 50;

    /** So late is worth a line: no loop is ever to be blocked for so long. */
    private static final long LATE_MS = 200;

    /** Between two lines of a loop. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final List<ScheduledFuture<?>> probes = new ArrayList<>();

    public EventLoopLag(EventExecutorGroup loops, Timer lag) {
        loops.forEach(loop -> probes.add(probe(loop, lag)));
    }

    private static ScheduledFuture<?> probe(EventExecutor loop, Timer lag) {
        return loop.scheduleWithFixedDelay(new Probe(lag), PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        probes.forEach(probe -> probe.cancel(false));
    }

    /** The task. Confined to its event loop. */
    private static final class Probe implements Runnable {
        private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(PERIOD_MS);

        private final Timer lag;
        private long due = System.nanoTime() + PERIOD_NANOS;
        private long quietUntil = System.nanoTime();
        private int untold;

        Probe(Timer lag) {
            this.lag = lag;
        }

        @Override
        public void run() {
            long now = System.nanoTime();
            long late = Math.max(0, now - due);
            record(late);
            long lateMs = TimeUnit.NANOSECONDS.toMillis(late);
            if (lateMs >= LATE_MS) {
                tell(now, lateMs);
            }
            due = now + PERIOD_NANOS;
        }

        /** With what the looks that it missed would have found: so the mean is that of the time, and not of the looks. */
        private void record(long late) {
            lag.record(late, TimeUnit.NANOSECONDS);
            for (long missed = late - PERIOD_NANOS; missed > 0; missed -= PERIOD_NANOS) {
                lag.record(missed, TimeUnit.NANOSECONDS);
            }
        }

        private void tell(long now, long lateMs) {
            if (now - quietUntil < 0) {
                untold++;
                return;
            }
            LOG.info(
                    "event loop {} was late by {} ms; times since the last such line of it: {}",
                    Thread.currentThread().getName(),
                    lateMs,
                    untold);
            quietUntil = now + QUIET_NANOS;
            untold = 0;
        }
    }
}
