package dev.headwater.cluster.hazelcast;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final String KEY = "live//show";
    private static final long START = Long.MAX_VALUE - 1; // System.nanoTime may overflow

    private final Silence silence = new Silence(Duration.ofSeconds(6), START);

    private static long at(long seconds) {
        return START + SECONDS.toNanos(seconds);
    }

    private void listen(long fromSeconds, long toSeconds) {
        for (long s = fromSeconds; s <= toSeconds; s++) {
            silence.listening(at(s));
        }
    }

    @Test
    void aRecordIsOverWhenItWasSilentForALife() {
        silence.heard(KEY, at(0));
        listen(1, 5);
        assertThat(silence.isOver(KEY, at(5))).isFalse();
        listen(6, 6);
        assertThat(silence.isOver(KEY, at(6))).isTrue();
    }

    @Test
    void tellsHowLongARecordWasSilent() {
        assertThat(silence.of(KEY, at(1))).isEmpty();
        silence.heard(KEY, at(1));
        assertThat(silence.of(KEY, at(4))).contains(Duration.ofSeconds(3));
    }

    @Test
    void anAnnouncementBeginsAnotherLife() {
        silence.heard(KEY, at(0));
        listen(1, 4);
        silence.heard(KEY, at(4));
        listen(5, 9);
        assertThat(silence.isOver(KEY, at(9))).isFalse();
        listen(10, 10);
        assertThat(silence.isOver(KEY, at(10))).isTrue();
    }

    @Test
    void aRecordThatWasNeverHeardOfHasALifeFromNow() {
        assertThat(silence.isOver(KEY, at(3))).isFalse();
        listen(1, 9);
        assertThat(silence.isOver(KEY, at(8))).isFalse();
        assertThat(silence.isOver(KEY, at(9))).isTrue();
    }

    @Test
    void theSilenceOfAMemberThatWasFrozenIsItsOwn() {
        silence.heard(KEY, at(0));
        listen(1, 2);
        silence.listening(at(32));
        assertThat(silence.isOver(KEY, at(32))).isFalse();
        listen(33, 38);
        assertThat(silence.isOver(KEY, at(38))).isTrue();
    }

    @Test
    void keysAreBounded() {
        for (int i = 0; i < Silence.MAX_KEYS; i++) {
            silence.heard("live//" + i, at(0));
        }
        silence.heard(KEY, at(0));
        listen(1, 6);
        assertThat(silence.isOver("live//0", at(6))).isTrue();
        assertThat(silence.isOver(KEY, at(6))).isFalse();
    }
}
