package dev.headwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamTrafficTest {
    private static final StreamKey SHOW = new StreamKey("live", "show");

    private final AtomicLong nanos = new AtomicLong();
    private final StreamTraffic traffic = new StreamTraffic(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Twice as many as are kept, each over already, and each asked for more often than a stream that nobody asks for. */
    private List<StreamKey> many() {
        var others = IntStream.range(0, 2 * StreamTraffic.MOST_OVER)
                .mapToObj(i -> new StreamKey("live", "s" + i))
                .toList();
        for (StreamKey other : others) {
            var share = traffic.begin(other);
            share.sent(1);
            share.end();
            for (int i = 0; i < 5; i++) {
                assertThat(traffic.known(other)).isPresent();
            }
        }
        return others;
    }

    @Test
    void ofAStreamThatGoesOnForHoursNothingIsForgotten() {
        var publisher = traffic.begin(SHOW);
        var player = traffic.begin(SHOW);
        for (int i = 0; i < 5; i++) {
            publisher.received(7);
            player.sent(3);
            pass(Duration.ofMinutes(70)); // nobody asks
        }
        assertThat(traffic.known(SHOW)).hasValueSatisfying(bytes -> {
            assertThat(bytes.received()).isEqualTo(35);
            assertThat(bytes.sent()).isEqualTo(15);
        });
    }

    @Test
    void whoComesBackAddsToWhatWasThere() {
        for (int i = 0; i < 3; i++) {
            var player = traffic.begin(SHOW);
            player.sent(3);
            player.end();
            pass(Duration.ofMinutes(50));
        }
        assertThat(traffic.known(SHOW))
                .hasValueSatisfying(bytes -> assertThat(bytes.sent()).isEqualTo(9));
    }

    @Test
    void streamIsKeptUntilTheLastOfItsClientsIsGone() {
        var first = traffic.begin(SHOW);
        var second = traffic.begin(SHOW);
        first.end();
        pass(Duration.ofMinutes(61));
        second.sent(3);
        assertThat(traffic.known(SHOW))
                .hasValueSatisfying(bytes -> assertThat(bytes.sent()).isEqualTo(3));
    }

    @Test
    void streamThatIsLongOverIsForgotten() {
        var publisher = traffic.begin(SHOW);
        publisher.received(7);
        publisher.end();
        pass(Duration.ofMinutes(61));
        assertThat(traffic.known(SHOW)).isEmpty();
    }

    @Test
    void streamThatGoesOnIsNotForgottenForAnyNumberOfOthers() {
        var player = traffic.begin(SHOW);
        player.sent(3);
        var _ = many();
        player.sent(3);
        assertThat(traffic.known(SHOW))
                .hasValueSatisfying(bytes -> assertThat(bytes.sent()).isEqualTo(6));
    }

    @Test
    void ofStreamsThatAreOverNoMoreThanSoManyAreKept() {
        assertThat(many().stream().filter(other -> traffic.known(other).isPresent()))
                .hasSizeLessThanOrEqualTo(StreamTraffic.MOST_OVER);
    }
}
