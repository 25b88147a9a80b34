package dev.headwater.server.relay;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One task at a time, some time from now. Confined to its event loop. */
public final class LoopTimer {
    private final EventExecutor loop;
    private @Nullable ScheduledFuture<?> scheduled;

    public LoopTimer(EventExecutor loop) {
        this.loop = loop;
    }

    /** Whether a task is still to come. */
    public boolean isSet() {
        return scheduled != null;
    }

    /** Replaces the task that is still to come, if there is one. */
    public void set(Duration delay, Runnable task) {
        cancel();
        scheduled = loop.schedule(
                () -> {
                    scheduled = null;
                    task.run();
                },
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    public void cancel() {
        if (scheduled != null) {
            scheduled.cancel(false);
            scheduled = null;
        }
    }
}
