package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

/** Bounds of 4 s and 100,000 bytes, stuck after 15 s. */
class QueueGaugeTest {
    /** What Netty counts for each entry beside its bytes. */
    private static final int ENTRY_BYTES = 96;

    private final QueueGauge gauge = new QueueGauge(new HubSettings(
            Duration.ofSeconds(10),
            1 << 20,
            Duration.ofSeconds(4),
            100_000,
            Duration.ofSeconds(15),
            app -> FanoutSettings.UNGATHERED,
            () -> 0,
            HubMetrics.NONE));

    /** A queue that counts as Netty's does: an entry is pending, with its overhead, until all of it has left. */
    private final ArrayDeque<Integer> entries = new ArrayDeque<>();

    private long pending() {
        return entries.stream().mapToLong(bytes -> bytes + ENTRY_BYTES).sum();
    }

    private void write(int bytes, long now) {
        long before = pending();
        entries.add(bytes);
        gauge.wrote(before, pending(), bytes, now);
    }

    private static long ms(long ms) {
        return Duration.ofMillis(ms).toNanos();
    }

    @Test
    void smallWritesAreAsOldAsTheyAre() {
        for (int i = 0; i < 1_000; i++) { // sound for 23 s, of which the last 3 s wait
            write(100, ms(23L * i));
            if (entries.size() > 130) {
                entries.remove();
            }
            assertThat(gauge.over(pending(), 100, ms(23L * i)))
                    .as("frame %d", i)
                    .isNull();
        }
    }

    @Test
    void whatIsOlderThanTheBoundIsOver() {
        for (int i = 0; i < 1_000; i++) { // the last 4.6 s wait
            write(100, ms(23L * i));
            if (entries.size() > 200) {
                entries.remove();
            }
        }
        assertThat(gauge.over(pending(), 100, ms(23L * 999))).isNotNull();
    }

    @Test
    void othersMayWriteToTheConnectionToo() {
        gauge.start(0);
        for (int i = 0; i < 1_000; i++) {
            write(1_000, ms(100L * i));
            if (entries.size() > 10) { // from now on the queue grows with every step, but it moves
                entries.remove();
            }
            entries.add(4); // a ping
            assertThat(gauge.isStuck(pending(), ms(100L * i))).as("step %d", i).isFalse();
            if (entries.size() > 60) {
                entries.remove();
                entries.remove();
            }
        }
    }

    @Test
    void pingsAreNoProgress() {
        gauge.start(0);
        write(1_000, 0);
        for (int s = 1; s < 15; s++) {
            entries.add(4);
            assertThat(gauge.isStuck(pending(), ms(1_000L * s))).isFalse();
        }
        entries.add(4);
        assertThat(gauge.isStuck(pending(), ms(15_000))).isTrue();
    }

    @Test
    void anEmptyQueueTakesAnyBatch() {
        assertThat(gauge.over(0, 16 << 20, 0)).isNull();
    }

    @Test
    void aBurstLargerThanTheBoundIsNotHeldAgainstThePlayer() {
        gauge.start(0);
        for (int i = 0; i < 40; i++) {
            write(10_000, 0);
        }
        gauge.burst(ms(10_000));
        assertThat(gauge.over(pending(), 5_000, ms(40))).isNull();
        for (int i = 0; i < 9; i++) {
            write(10_000, ms(40));
        }
        assertThat(gauge.over(pending(), 5_000, ms(80))).isNull();
        write(10_000, ms(80));
        assertThat(gauge.over(pending(), 5_000, ms(80)))
                .as("what came after it is")
                .isNotNull();
    }

    @Test
    void theBurstMayTakeAsLongToLeaveAsItLasts() {
        gauge.start(0);
        for (int i = 0; i < 10; i++) {
            write(1_000, 0); // a group of ten seconds, a second in each
        }
        gauge.burst(ms(10_000));
        for (int s = 1; s <= 40; s++) {
            write(1_000, ms(1_000L * s));
            entries.remove(); // as fast as it plays: ten seconds wait at any time
            assertThat(gauge.over(pending(), 1_000, ms(1_000L * s)))
                    .as("second %d", s)
                    .isNull();
        }
        for (int i = 0; i < 8; i++) {
            entries.remove(); // it has caught up, once
        }
        assertThat(gauge.over(pending(), 1_000, ms(41_000))).isNull();
        assertThat(gauge.over(pending(), 1_000, ms(46_000)))
                .as("now the bound is the usual")
                .isNotNull();
    }

    @Test
    void aConnectionWithAQueueInFrontIsMeasuredByWhatWasWritten() {
        gauge.start(0);
        gauge.wrote(0, 0, 90_000, 0); // TLS: pending only after the flush
        assertThat(gauge.over(90_500, 5_000, ms(3_000))).isNull();
        assertThat(gauge.over(90_500, 5_000, ms(4_600))).isNotNull();
        assertThat(gauge.isShort(40_000, ms(1_000))).isTrue();
        assertThat(gauge.isShort(60_000, ms(1_000))).isFalse();
    }
}
