package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicInteger silences = new AtomicInteger();
    private SilenceWatch watch = watch();

    private SilenceWatch watch() {
        return new SilenceWatch(channel.eventLoop(), Duration.ofSeconds(3), silences::incrementAndGet);
    }

    @BeforeEach
    void clockStandsStill() {
        watch.stop();
        channel.freezeTime();
        watch = watch();
    }

    @AfterEach
    void close() {
        var _ = channel.close();
    }

    @Test
    void silenceIsNoticedWithinTheTimeWheneverTheLastByteCame() {
        for (int lastMs = 0; lastMs < 300; lastMs += 50) {
            clockStandsStill();
            silences.set(0);
            passMs(lastMs);
            watch.heard();
            passMs(2_690);
            assertThat(silences).as("last byte %d ms after a look", lastMs).hasValue(0);
            passMs(310);
            assertThat(silences).as("last byte %d ms after a look", lastMs).hasValue(1);
        }
    }

    @Test
    void aByteNowAndThenIsNoSilence() {
        for (int i = 0; i < 20; i++) {
            passMs(2_600);
            watch.heard();
        }

        assertThat(silences).hasValue(0);
    }

    @Test
    void silenceIsToldOnce() {
        passMs(20_000);

        assertThat(silences).hasValue(1);
    }

    @Test
    void aLoopThatWasLateReadsBeforeItJudges() {
        channel.advanceTimeBy(10, TimeUnit.SECONDS); // in which the loop did something else
        channel.runScheduledPendingTasks();
        assertThat(silences).hasValue(0);
        watch.heard(); // what waited in the socket
        passMs(2_000);
        assertThat(silences).hasValue(0);
    }

    /** In steps, as time does. */
    private void passMs(int ms) {
        for (int passed = 0; passed < ms; passed += 10) {
            channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }
}
