package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HopDelayTest {
    private final HopDelay hop = new HopDelay();
    private long nowMs = 5_000_000;

    private long now() {
        return TimeUnit.MILLISECONDS.toNanos(nowMs);
    }

    /** Milliseconds. */
    private long delay(int toldMs, int tripMs) {
        int ping = hop.told((int) TimeUnit.MILLISECONDS.toMicros(toldMs), now());
        nowMs += tripMs;
        return TimeUnit.NANOSECONDS.toMillis(hop.answered(ping, now()).orElseThrow());
    }

    @Test
    void ofAQuietWayItIsHalfOfTheRoundTrip() {
        assertThat(delay(0, 80)).isEqualTo(40);
        assertThat(delay(25, 80)).isEqualTo(65);
    }

    @Test
    void whatIsQueuedForUsAtTheParentCountsInFull() {
        delay(0, 80);
        assertThat(delay(25, 380)).isEqualTo(25 + 40 + 300);
        assertThat(delay(25, 80)).as("and no longer when it is gone").isEqualTo(65);
    }

    @Test
    void answerThatNobodyWaitsForTellsNothing() {
        assertThat(hop.answered(7, now())).isEmpty();
        int ping = hop.told(0, now());
        nowMs += 10;
        assertThat(hop.answered(ping + 1, now())).isEmpty();
        assertThat(hop.answered(ping, now())).isPresent();
        assertThat(hop.answered(ping, now())).as("twice").isEmpty();
    }
}
