package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** In virtual time. */
class SilenceWatchTest {
    private final EmbeddedChannel time = new EmbeddedChannel();
    private final AtomicInteger silences = new AtomicInteger();
    private final SilenceWatch watch;

    SilenceWatchTest() {
        time.freezeTime();
        watch = new SilenceWatch(time.eventLoop(), Duration.ofSeconds(3), silences::incrementAndGet);
    }

    private void pass(Duration span) {
        time.advanceTimeBy(span.toNanos(), TimeUnit.NANOSECONDS);
        time.runScheduledPendingTasks();
    }

    @Test
    void silenceIsNoticedOnceAfterItsTime() {
        watch.heard();
        for (int second = 1; second <= 3; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(silences).as("after " + second).hasValue(0);
        }
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(10));
        assertThat(silences).hasValue(1);
    }

    @Test
    void aLoopThatWasLateReadsBeforeItJudges() {
        pass(Duration.ofSeconds(10)); // in which the loop did something else
        assertThat(silences).hasValue(0);
        watch.heard(); // what waited in the socket
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(silences).hasValue(0);
    }
}
