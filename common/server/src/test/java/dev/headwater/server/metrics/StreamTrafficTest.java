package dev.headwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamTrafficTest {
    private static final StreamKey SHOW = new StreamKey("live", "show");

    private final AtomicLong nanos = new AtomicLong();
    private final StreamTraffic traffic = new StreamTraffic(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void ofAStreamThatGoesOnForHoursNothingIsForgotten() {
        for (int i = 0; i < 5; i++) {
            traffic.received(SHOW, 7);
            traffic.sent(SHOW, 3);
            pass(Duration.ofMinutes(50)); // nobody asks
        }
        assertThat(traffic.known(SHOW)).hasValueSatisfying(bytes -> {
            assertThat(bytes.received()).isEqualTo(35);
            assertThat(bytes.sent()).isEqualTo(15);
        });
    }

    @Test
    void streamThatIsLongOverIsForgotten() {
        traffic.received(SHOW, 7);
        pass(Duration.ofMinutes(61));
        assertThat(traffic.known(SHOW)).isEmpty();
    }
}
