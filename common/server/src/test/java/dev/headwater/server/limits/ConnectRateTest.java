package dev.headwater.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectRateTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may wrap

    private int admitted(ConnectRate rate, InetAddress address, int attempts) {
        int in = 0;
        for (int i = 0; i < attempts; i++) {
            in += rate.refusal(address).isEmpty() ? 1 : 0;
        }
        return in;
    }

    @Test
    void oneAddressMayConnectSoOftenInASecondAndOthersDoNotMind() {
        var rate = new ConnectRate(4, 0, clock::get);
        assertThat(admitted(rate, HERE, 10)).isEqualTo(4);
        assertThat(admitted(rate, THERE, 1)).isOne();
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(admitted(rate, HERE, 10)).isEqualTo(2);
        assertThat(rate.refusal(HERE))
                .contains(new Permit.Exhausted(
                        Limit.CONNECTS_PER_ADDRESS,
                        "more connections within a second than limits.connects-per-address=4"));
    }

    @Test
    void allTogetherMayConnectSoOften() {
        var rate = new ConnectRate(0, 3, clock::get);
        assertThat(admitted(rate, HERE, 2) + admitted(rate, THERE, 2)).isEqualTo(3);
        assertThat(rate.refusal(HERE).orElseThrow().limit()).isEqualTo(Limit.CONNECTS_PER_NODE);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(admitted(rate, HERE, 9)).isEqualTo(3);
    }

    @Test
    void withoutLimitsEverybodyMay() {
        assertThat(admitted(new ConnectRate(0, 0, clock::get), HERE, 10_000)).isEqualTo(10_000);
    }
}
