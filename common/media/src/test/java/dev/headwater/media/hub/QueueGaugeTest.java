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
            () -> 1 << 20,
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
            assertThat(gauge.over(pending(), 0, 100, ms(23L * i)))
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
        assertThat(gauge.over(pending(), 0, 100, ms(23L * 999))).isNotNull();
    }

    /** A stream of 10,000 bytes a second over a link of another speed; the kernel takes them in pieces. */
    private final class Link {
        private final int piece;
        private final ArrayDeque<Long> born = new ArrayDeque<>();
        private long now;
        private double credit;
        private double room;
        private boolean behind;
        private int dropped;
        private long oldestMs;

        Link(int piece) {
            this.piece = piece;
        }

        /** Takes what a joining player gets at once. */
        void join(long groupMs) {
            gauge.start(ms(now));
            for (long i = 0; i < groupMs; i += 100) {
                born.add(now);
                write(1_000, ms(now));
            }
            gauge.burst(ms(groupMs));
        }

        void run(long millis, double bytesPerSecond) {
            for (long end = now + millis; now < end; now += 100) {
                credit = entries.isEmpty() ? 0 : credit + bytesPerSecond / 10;
                if (credit >= piece || bytesPerSecond > 10_000) {
                    room += credit;
                    credit = 0;
                }
                while (!entries.isEmpty() && room >= entries.peek()) {
                    room -= entries.remove();
                    oldestMs = Math.max(oldestMs, now - born.remove());
                }
                behind = gauge.over(pending(), piece, 1_000, ms(now)) != null
                        || (behind && !gauge.isShort(pending(), piece, ms(now)));
                if (behind) {
                    dropped++;
                } else {
                    born.add(now);
                    write(1_000, ms(now));
                }
            }
        }
    }

    @Test
    void nothingLeavesLaterThanTheBoundOverALinkThatIsTooSlow() {
        for (int piece : new int[] {1_000, 4_000, 8_000}) {
            for (double share : new double[] {0.9, 0.6}) {
                var link = new QueueGaugeTest().new Link(piece);
                link.run(60_000, 10_000 * share);
                String how = "over %s of what it needs, %d bytes at once".formatted(share, piece);
                assertThat(link.dropped).as(how).isPositive();
                assertThat(link.oldestMs).as(how).isBetween(1_500L, 4_000L);
            }
        }
    }

    /** A quarter of the bound is for the way behind the kernel. */
    @Test
    void norAfterAGroupOfPicturesThatCameAtOnce() {
        for (long groupMs : new long[] {500, 1_200}) {
            for (double share : new double[] {0.9, 0.8, 0.7, 0.6}) {
                var link = new QueueGaugeTest().new Link(1_000);
                link.join(groupMs);
                link.run(60_000, 10_000 * share);
                String how = "over %s of what it needs, after %d ms at once".formatted(share, groupMs);
                assertThat(link.dropped).as(how).isPositive();
                assertThat(link.oldestMs).as(how).isBetween(1_500L, 3_200L);
            }
        }
    }

    @Test
    void aConnectionThatStoodStillForThreeSecondsLosesNothing() {
        for (double speed : new double[] {1.5, 3, 100}) {
            for (long slower = 0; slower <= 1_000; slower += 100) {
                var link = new QueueGaugeTest().new Link(4_000);
                link.run(3_000, 12_000);
                link.run(slower, 9_000); // not long enough to tell its pace
                link.run(3_000, 0);
                link.run(20_000, 10_000 * speed);
                assertThat(link.dropped)
                        .as("at %s times its speed, after %d ms", speed, slower)
                        .isZero();
            }
        }
    }

    @Test
    void whatIsForeseenCountsOnceSomethingHasWaitedForASecond() {
        gauge.start(0);
        for (int tenth = 0; tenth <= 50; tenth++) {
            write(1_000, ms(100L * tenth));
            if (tenth > 5) {
                entries.remove(); // all that comes, half a second late
            }
            gauge.over(pending(), 60_000, 1_000, ms(100L * tenth));
        }
        assertThat(gauge.over(pending(), 60_000, 1_000, ms(5_100))).isNull();
    }

    @Test
    void whatTheKernelHoldsWaitsToo() {
        gauge.start(0);
        for (int tenth = 0; tenth <= 50; tenth++) {
            write(1_000, ms(100L * tenth));
            if (tenth > 10) {
                entries.remove(); // all that comes, a second late
            }
            gauge.over(pending(), 0, 1_000, ms(100L * tenth));
        }
        assertThat(gauge.over(pending(), 0, 1_000, ms(5_100))).isNull();
        assertThat(gauge.over(pending(), 15_000, 1_000, ms(5_100))).isNull();
        assertThat(gauge.over(pending(), 25_000, 1_000, ms(5_100))).isNotNull();
    }

    @Test
    void aByteThatWaitsAfterManyThatDidNotIsAsOldAsItIs() {
        for (int tenth = 0; tenth < 300; tenth++) {
            assertThat(gauge.over(pending(), 0, 1_000, ms(100L * tenth))).isNull();
            write(1_000, ms(100L * tenth));
            entries.remove();
        }
        write(1_000, ms(30_000));
        assertThat(gauge.over(pending(), 0, 1_000, ms(30_040))).isNull();
        assertThat(gauge.ageNanos(pending(), ms(30_040))).isLessThan(ms(600));
    }

    /**
     * As measured of Linux over a link of six tenths of the stream: in its first seconds a connection has more and more on the
     * way, which leaves the queue and reaches nobody.
     */
    @Test
    void whatIsOnTheWayHasNotReachedThePlayer() {
        double bytesPerMs = 6;
        gauge.start(0);
        for (int i = 0; i < 5; i++) {
            write(1_000, 0);
        }
        gauge.burst(ms(500));
        boolean behind = false;
        double left = 0;
        for (long now = 0; now < 20_000; now += 100) {
            long kernel = 4_000 + Math.min(6_000, now * 3); // what it holds
            double reached = bytesPerMs * now;
            while (!entries.isEmpty() && left + entries.peek() <= reached + kernel) {
                left += entries.remove();
            }
            behind = behind
                    ? !gauge.isShort(pending(), kernel, ms(now))
                    : gauge.over(pending(), kernel, 1_000, ms(now)) != null;
            if (!behind) {
                write(1_000, ms(now));
            }
            double waitsMs = (pending() + left - reached) / bytesPerMs;
            assertThat(waitsMs)
                    .as("until the newest frame is there, after %d ms", now)
                    .isLessThan(3_600);
        }
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
        assertThat(gauge.over(0, 0, 16 << 20, 0)).isNull();
    }

    @Test
    void aBurstLargerThanTheBoundIsNotHeldAgainstThePlayer() {
        gauge.start(0);
        for (int i = 0; i < 40; i++) {
            write(10_000, 0);
        }
        gauge.burst(ms(10_000));
        assertThat(gauge.over(pending(), 0, 5_000, ms(40))).isNull();
        for (int i = 0; i < 9; i++) {
            write(10_000, ms(40));
        }
        assertThat(gauge.over(pending(), 0, 5_000, ms(80))).isNull();
        write(10_000, ms(80));
        assertThat(gauge.over(pending(), 0, 5_000, ms(80)))
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
            assertThat(gauge.over(pending(), 0, 1_000, ms(1_000L * s)))
                    .as("second %d", s)
                    .isNull();
        }
        for (int i = 0; i < 8; i++) {
            entries.remove(); // it has caught up, once
        }
        assertThat(gauge.over(pending(), 0, 1_000, ms(41_000))).isNull();
        assertThat(gauge.over(pending(), 0, 1_000, ms(46_000)))
                .as("now the bound is the usual")
                .isNotNull();
    }

    @Test
    void aConnectionWithAQueueInFrontIsMeasuredByWhatWasWritten() {
        gauge.start(0);
        gauge.wrote(0, 0, 90_000, 0); // TLS: pending only after the flush
        assertThat(gauge.over(90_500, 0, 5_000, ms(3_000))).isNull();
        assertThat(gauge.over(90_500, 0, 5_000, ms(4_600))).isNotNull();
        assertThat(gauge.isShort(40_000, 0, ms(1_000))).isTrue();
        assertThat(gauge.isShort(60_000, 0, ms(1_000))).isFalse();
    }
}
