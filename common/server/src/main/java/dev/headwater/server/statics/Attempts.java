package dev.headwater.server.statics;

import dev.headwater.server.relay.Backoff;
import dev.headwater.server.relay.LoopTimer;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of a run, told to logs and metrics, and its one timer. Confined to the relay's event loop. */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** A run that held for so long starts the next series of attempts afresh. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private final String label;
    private final EventLoop loop;
    private final Consumer<RelayState> told;
    private final Backoff backoff;
    private final LoopTimer timer;
    private RelayState state = RelayState.STANDBY;

    /**
     * @param label kind and name, as logs have it
     * @param told hears of each state that is entered
     */
    Attempts(String label, EventLoop loop, Consumer<RelayState> told, RelayPorts ports) {
        this.label = label;
        this.loop = loop;
        this.told = told;
        this.timer = new LoopTimer(loop);
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
        timer.cancel();
        if (next != state) {
            LOG.info("relay {} {} -> {}", label, state, next);
            state = next;
            told.accept(next);
        }
        if (next == RelayState.RUNNING) {
            timer.set(STEADY, backoff::reset);
        }
    }

    /** Calls {@code task} after {@code delay} unless the state changes before. */
    void after(Duration delay, Runnable task) {
        timer.set(delay, task);
    }

    /** Tries again after a pause. */
    void failed(String why, Runnable again) {
        LOG.warn("relay {} {}: {}", label, state, why);
        enter(RelayState.PAUSED);
        after(Duration.ofMillis(backoff.next()), again);
    }
}
