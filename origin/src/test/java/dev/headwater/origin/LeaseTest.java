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
            lease = lease.renew();
            assertThat(lease.state()).isEqualTo(Lease.State.CONFIRMED);
        }
    }

    @Test
    void aNodeThatSleptWaitsForAnAnswer() {
        pass(7);
        assertThat(lease.state()).isEqualTo(Lease.State.LAPSED);
        lease = lease.renew();
        assertThat(lease.state()).isEqualTo(Lease.State.LAPSED);
        lease = lease.confirm(lease.renewedNanos());
        assertThat(lease.state()).isEqualTo(Lease.State.CONFIRMED);
    }

    @Test
    void aNodeThatNobodyAnswersGoesOnUnconfirmed() {
        pass(7);
        for (int i = 0; i < 8; i++) {
            lease = lease.renew();
            assertThat(lease.state()).isEqualTo(Lease.State.LAPSED);
            pass(2);
        }
        lease = lease.renew();
        assertThat(lease.state()).isEqualTo(Lease.State.UNCONFIRMED);
        lease = lease.confirm(lease.renewedNanos());
        assertThat(lease.state()).isEqualTo(Lease.State.CONFIRMED);
    }

    @Test
    void anAnswerToWhatWasAskedBeforeTheSleepSaysNothing() {
        pass(2);
        lease = lease.renew();
        long before = lease.renewedNanos();
        pass(7);
        lease = lease.renew().confirm(before);
        assertThat(lease.state()).isEqualTo(Lease.State.LAPSED);
    }

    @Test
    void aSleepBetweenAClaimAndItsAnswerCounts() {
        long asked = now.get();
        pass(7);
        assertThat(new Lease(LIFE, now::get, asked).state()).isEqualTo(Lease.State.LAPSED);
    }
}
