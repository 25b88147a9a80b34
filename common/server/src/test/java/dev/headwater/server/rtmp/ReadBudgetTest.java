package dev.headwater.server.rtmp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadBudgetTest {
    private static final long SECOND = SECONDS.toNanos(1);
    private static final long START = Long.MAX_VALUE - SECOND; // the clock may wrap in the middle

    private final ReadBudget budget = new ReadBudget(START);

    @Test
    void workWithinTheShareNeverStops() {
        long perSecond = SECOND / ReadBudget.SHARE / ReadBudget.NANOS_PER_CHUNK;
        for (int second = 1; second <= 100; second++) {
            assertThat(budget.charge(second * perSecond, 0, START + second * SECOND))
                    .as("second %d", second)
                    .isZero();
        }
    }

    @Test
    void workOverTheShareStopsUntilHalfOfTheBurstIsFreeAgain() {
        long chunks = 4 * SECOND / ReadBudget.SHARE / ReadBudget.NANOS_PER_CHUNK;
        long pause = budget.charge(chunks, 0, START);
        assertThat(TimeUnit.NANOSECONDS.toMillis(pause)).isBetween(3_490L, 3_510L);
        long half = SECOND / ReadBudget.SHARE / ReadBudget.NANOS_PER_CHUNK / 2;
        assertThat(budget.charge(chunks + half - 100, 0, START + pause)).isZero();
        assertThat(budget.charge(chunks + half + 1_000, 0, START + pause)).isPositive();
    }

    @Test
    void tenThousandCommandsInASecondAreTooMuch() {
        assertThat(budget.charge(0, 1_000, START)).isZero();
        assertThat(budget.charge(0, 10_000, START + SECOND)).isPositive();
    }

    @Test
    void idlenessIsNotSavedUp() {
        long hour = TimeUnit.HOURS.toNanos(1);
        long burst = SECOND / ReadBudget.SHARE / ReadBudget.NANOS_PER_COMMAND;
        assertThat(budget.charge(0, 0, START + hour)).isZero();
        assertThat(budget.charge(0, burst + 10, START + hour)).isPositive();
    }
}
