package dev.headwater.server.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** In virtual time. */
class AttemptsTest {
    private final EmbeddedChannel time = new EmbeddedChannel();
    private final AtomicReference<RelayTimes> times = new AtomicReference<>(backoff(Duration.ofHours(1)));
    private final AtomicInteger tries = new AtomicInteger();

    private void pass(Duration span) {
        time.advanceTimeBy(span.toMillis(), TimeUnit.MILLISECONDS);
        time.runScheduledPendingTasks();
    }

    private static RelayTimes backoff(Duration pause) {
        return new RelayTimes(Duration.ofSeconds(10), Duration.ZERO, pause, pause);
    }

    @Test
    void pausesThatWereChangedHoldFromTheNextFailureOn() {
        var attempts = new Attempts("pull=cam", time.eventLoop(), state -> {}, times::get, () -> 0);
        attempts.failed("gone", tries::incrementAndGet);
        pass(Duration.ofMinutes(1));
        assertThat(tries).hasValue(0);
        times.set(backoff(Duration.ofSeconds(2)));
        attempts.failed("gone", tries::incrementAndGet);
        pass(Duration.ofSeconds(2));
        assertThat(tries).hasValue(1);
    }

    @Test
    void aRelayThatComesBackToThisNodeBeginsAfresh() {
        times.set(new RelayTimes(Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(2), Duration.ofHours(1)));
        var attempts = new Attempts("pull=cam", time.eventLoop(), state -> {}, times::get, () -> 0);
        for (int i = 0; i < 20; i++) {
            attempts.failed("gone", () -> {});
        }
        attempts.enter(RelayState.STANDBY);
        attempts.enter(RelayState.WAITING);
        attempts.failed("gone", tries::incrementAndGet);
        pass(Duration.ofSeconds(2));
        assertThat(tries).hasValue(1);
    }
}
