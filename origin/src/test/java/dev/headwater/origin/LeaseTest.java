package dev.headwater.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration LIFE = Duration.ofSeconds(6);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // System.nanoTime may overflow
    private Lease lease = new Lease(LIFE, now::get, now.get());

    private void pass(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void aNodeThatAsksKeepsItsLeaseWithoutAnAnswer() {
        for (int i = 0; i < 30; i++) {
            pass(2);
            lease = lease.tick();
            assertThat(lease.lapsed()).isFalse();
        }
    }

    @Test
    void aNodeThatSleptWaitsForAnAnswer() {
        pass(7);
        assertThat(lease.lapsed()).isTrue();
        lease = lease.tick();
        assertThat(lease.lapsed()).isTrue();
        lease = lease.settle(lease.askedNanos());
        assertThat(lease.lapsed()).isFalse();
    }

    @Test
    void anAnswerToWhatWasAskedBeforeTheSleepSaysNothing() {
        pass(2);
        lease = lease.tick();
        long before = lease.askedNanos();
        pass(7);
        lease = lease.tick().settle(before);
        assertThat(lease.lapsed()).isTrue();
    }

    @Test
    void aSleepBetweenAClaimAndItsAnswerCounts() {
        long asked = now.get();
        pass(7);
        assertThat(new Lease(LIFE, now::get, asked).lapsed()).isTrue();
    }
}
