package dev.headwater.server.statics;

import dev.headwater.server.metrics.StateGauge;
import dev.headwater.server.relay.Backoff;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of a run, told to logs and metrics, and its one timer. Confined to the relay's event loop. */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** A run that held for so long starts the next series of attempts afresh. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private final String label;
    private final EventLoop loop;
    private final StateGauge<RelayState> gauge;
    private final Backoff backoff;
    private RelayState state = RelayState.STANDBY;
    private @Nullable ScheduledFuture<?> timer;

    /** @param label kind and name, as logs have it */
    Attempts(String label, EventLoop loop, StateGauge<RelayState> gauge, RelayPorts ports) {
        this.label = label;
        this.loop = loop;
        this.gauge = gauge;
        this.backoff = new Backoff(ports.minBackoff(), ports.maxBackoff(), ports.random());
    }

    EventLoop loop() {
        return loop;
    }

    RelayState state() {
        return state;
    }

    /** Ends the timer, too. */
    void enter(RelayState next) {
        cancel();
        if (next != state) {
            LOG.info("relay {} {} -> {}", label, state, next);
            state = next;
            gauge.enter(next);
        }
        if (next == RelayState.RUNNING) {
            timer = loop.schedule(backoff::reset, STEADY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Calls {@code task} after {@code delay} unless the state changes before. */
    void after(Duration delay, Runnable task) {
        cancel();
        timer = loop.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Tries again after a pause. */
    void failed(String why, Runnable again) {
        LOG.warn("relay {} {}: {}", label, state, why);
        enter(RelayState.PAUSED);
        after(Duration.ofMillis(backoff.next()), again);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
