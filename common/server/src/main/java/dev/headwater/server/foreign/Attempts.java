package dev.headwater.server.foreign;

import dev.headwater.server.config.RelayEntry;
import dev.headwater.server.foreign.RelayReport.Failure;
import dev.headwater.server.relay.Backoff;
import dev.headwater.server.relay.LoopTimer;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of a run, told to logs, metrics and operators, and its one timer. Confined to the relay's event loop, but for its report. */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** A run that held for so long starts the next series of attempts afresh. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private final String label;
    private final EventLoop loop;
    private final Consumer<RelayState> onEnter;
    private final Supplier<RelayTimes> currentTimes;
    private final RandomGenerator random;
    private final LoopTimer timer;
    private final LongAdder bytes = new LongAdder();
    private RelayTimes times;
    private Backoff backoff;
    private boolean steady;
    private volatile Phase phase = new Phase(RelayState.STANDBY, Instant.now());
    private volatile Optional<Failure> failure = Optional.empty();

    private record Phase(RelayState state, Instant since) {}

    /**
     * @param label kind and name, as logs have it
     * @param onEnter hears of each state that is entered
     * @param currentTimes asked for the pauses at each failure
     */
    Attempts(
            String label,
            EventLoop loop,
            Consumer<RelayState> onEnter,
            Supplier<RelayTimes> currentTimes,
            RandomGenerator random) {
        this.label = label;
        this.loop = loop;
        this.onEnter = onEnter;
        this.timer = new LoopTimer(loop);
        this.currentTimes = currentTimes;
        this.random = random;
        this.times = currentTimes.get();
        this.backoff = backoff();
    }

    private Backoff backoff() {
        return new Backoff(times.minBackoff(), times.maxBackoff(), random);
    }

    EventLoop loop() {
        return loop;
    }

    RelayState state() {
        return phase.state();
    }

    /** Any thread. */
    RelayReport report(RelayEntry entry) {
        var now = phase;
        return new RelayReport(entry, now.state(), now.since(), bytes.sum(), failure);
    }

    /** Whether the run has held for so long that its end is none of a series of attempts. */
    boolean isSteady() {
        return steady;
    }

    /** So much has gone through. */
    void moved(int count) {
        bytes.add(count);
    }

    /** Ends the timer, too. */
    void enter(RelayState next) {
        timer.cancel();
        steady = false;
        var before = state();
        if (next != before) {
            LOG.info("relay {} {} -> {}", label, before, next);
            if (before == RelayState.STANDBY) {
                bytes.reset();
                failure = Optional.empty();
                afresh();
            }
            phase = new Phase(next, Instant.now());
            onEnter.accept(next);
        }
        if (next == RelayState.RUNNING) {
            timer.set(STEADY, this::settle);
        }
    }

    private void settle() {
        steady = true;
        afresh();
    }

    /** What failed before does not count any more. */
    void afresh() {
        backoff.reset();
    }

    /** Calls {@code task} after {@code delay} unless the state changes before. */
    void after(Duration delay, Runnable task) {
        timer.set(delay, task);
    }

    /** Tries again after a pause. */
    void failed(String why, Runnable again) {
        LOG.warn("relay {} {}: {}", label, state(), why);
        failure = Optional.of(new Failure(Instant.now(), why));
        enter(RelayState.PAUSED);
        var now = currentTimes.get();
        if (!now.equals(times)) {
            times = now;
            backoff = backoff();
        }
        after(Duration.ofMillis(backoff.next()), again);
    }
}
