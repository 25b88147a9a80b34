package dev.headwater.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuessesTest {
    private long now = Long.MAX_VALUE - 1; // System.nanoTime may overflow
    private final Guesses guesses = new Guesses(() -> now);

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            guesses.wrong("192.0.2.1");
        }
    }

    @Test
    void fiveWithinASecondCostASecond() {
        wrong(4);
        assertThat(guesses.mustWait("192.0.2.1")).isFalse();
        now += Duration.ofMillis(900).toNanos();
        wrong(1);
        assertThat(guesses.mustWait("192.0.2.1")).isTrue();
        assertThat(guesses.mustWait("192.0.2.2")).isFalse();
        now += Duration.ofMillis(999).toNanos();
        assertThat(guesses.mustWait("192.0.2.1")).isTrue();
        now += Duration.ofMillis(1).toNanos();
        assertThat(guesses.mustWait("192.0.2.1")).isFalse();
    }

    @Test
    void slowMistakesCostNothing() {
        for (int i = 0; i < 20; i++) {
            wrong(4);
            assertThat(guesses.mustWait("192.0.2.1")).isFalse();
            now += Duration.ofSeconds(1).toNanos();
        }
    }

    @Test
    void addressesAreBounded() {
        wrong(5);
        for (int i = 0; i < 1_000; i++) {
            guesses.wrong("198.51.100." + i);
        }
        assertThat(guesses.mustWait("192.0.2.1")).isFalse();
    }
}
