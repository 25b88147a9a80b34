package dev.headwater.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressBucketsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may wrap

    private AddressBuckets limit(int burst, int addresses) {
        return new AddressBuckets(burst, Duration.ofSeconds(10), addresses, clock::get);
    }

    private void pass(int seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void soManyGuessesAtOnceAndThenOneEachTime() {
        var limit = limit(3, 100);
        for (int i = 0; i < 3; i++) {
            assertThat(limit.isEmpty(HERE)).isFalse();
            limit.take(HERE);
        }
        assertThat(limit.isEmpty(HERE)).isTrue();
        pass(9);
        assertThat(limit.isEmpty(HERE)).isTrue();
        pass(1);
        assertThat(limit.isEmpty(HERE)).isFalse();
        limit.take(HERE);
        assertThat(limit.isEmpty(HERE)).isTrue();
        pass(30);
        limit.take(HERE);
        limit.take(HERE);
        assertThat(limit.isEmpty(HERE)).isFalse();
    }

    @Test
    void othersAreNotConcerned() {
        var limit = limit(1, 100);
        limit.take(HERE);
        assertThat(limit.isEmpty(HERE)).isTrue();
        assertThat(limit.isEmpty(InetAddress.ofLiteral("192.0.2.2"))).isFalse();
    }

    @Test
    void oneNetworkOfIpv6IsOneGuesser() {
        var limit = limit(1, 100);
        limit.take(InetAddress.ofLiteral("2001:db8:1:2::1"));
        assertThat(limit.isEmpty(InetAddress.ofLiteral("2001:db8:1:2:ffff::9"))).isTrue();
        assertThat(limit.isEmpty(InetAddress.ofLiteral("2001:db8:1:3::1"))).isFalse();
    }

    @Test
    void noMoreAddressesAreRememberedThanMay() {
        var limit = limit(1, 10);
        int remembered = 0;
        for (int i = 0; i < 1_000; i++) {
            limit.take(InetAddress.ofLiteral("198.51." + i / 250 + "." + i % 250));
        }
        for (int i = 0; i < 1_000; i++) {
            remembered += limit.isEmpty(InetAddress.ofLiteral("198.51." + i / 250 + "." + i % 250)) ? 1 : 0;
        }
        assertThat(remembered).isLessThanOrEqualTo(10);
    }

    @Test
    void zeroSetsNoLimit() {
        var limit = limit(0, 10);
        limit.take(HERE);
        assertThat(limit.isEmpty(HERE)).isFalse();
    }
}
