package dev.headwater.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10); // nanoTime may wrap at any moment
    private final Lease lease = new Lease(Duration.ofSeconds(6), clock::get);

    @Test
    void isGoodForTheLifeOfARecord() {
        pass(Duration.ofSeconds(6));
        assertThat(lease.lapsed()).isFalse();

        pass(Duration.ofNanos(1));
        assertThat(lease.lapsed()).isTrue();
    }

    @Test
    void countsFromTheQuestionNotFromTheAnswer() {
        pass(Duration.ofSeconds(5));
        long asked = clock.get();
        pass(Duration.ofSeconds(4));

        lease.confirm(asked);
        assertThat(lease.lapsed()).isFalse();

        pass(Duration.ofSeconds(2).plusNanos(1));
        assertThat(lease.lapsed()).isTrue();
    }

    @Test
    void comesBackWhenTheDirectoryAnswersAgain() {
        pass(Duration.ofMinutes(5));
        assertThat(lease.lapsed()).isTrue();

        lease.confirm(clock.get());
        assertThat(lease.lapsed()).isFalse();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
