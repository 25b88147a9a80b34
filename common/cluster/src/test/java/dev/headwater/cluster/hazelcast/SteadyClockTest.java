package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant START = Instant.parse("2026-11-21T20:00:00Z");

    private final AtomicReference<Instant> machine = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong(-5);
    private final SteadyClock clock = new SteadyClock(machine::get, nanos::get);

    @Test
    void beginsAtTheTimeOfDayAndGoesOnWithWhatPasses() {
        assertThat(clock.currentTimeMillis()).isEqualTo(START.toEpochMilli());

        nanos.addAndGet(Duration.ofSeconds(90).toNanos());

        assertThat(clock.currentTimeMillis()).isEqualTo(START.plusSeconds(90).toEpochMilli());
    }

    @Test
    void aStepOfTheMachinesClockIsNoStepOfIts() {
        machine.set(START.plus(Duration.ofHours(1)));

        assertThat(clock.currentTimeMillis()).isEqualTo(START.toEpochMilli());
    }
}
