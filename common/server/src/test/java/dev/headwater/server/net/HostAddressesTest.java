package dev.headwater.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HostAddressesTest {
    private final AtomicReference<Future<InetAddress>> answer = new AtomicReference<>(Future.failedFuture("unset"));
    private final AtomicInteger asked = new AtomicInteger();
    private final HostAddresses hosts = new HostAddresses(host -> {
        asked.incrementAndGet();
        return answer.get();
    });

    @Test
    void anAddressIsNotAskedFor() {
        assertThat(hosts.of("10.0.0.7").result()).isEqualTo("10.0.0.7");
        assertThat(hosts.of("2001:db8::7").result()).isEqualTo("2001:db8::7");
        assertThat(asked).hasValue(0);
    }

    @Test
    void aHostThatMovedIsWhereDnsSaysNow() {
        answer.set(Future.succeededFuture(InetAddress.ofLiteral("10.0.0.1")));
        assertThat(hosts.of("origin-1").result()).isEqualTo("10.0.0.1");
        answer.set(Future.succeededFuture(InetAddress.ofLiteral("10.0.0.2")));
        assertThat(hosts.of("origin-1").result()).isEqualTo("10.0.0.2");
    }

    @Test
    void whileDnsFailsAHostIsWhereItWas() {
        answer.set(Future.succeededFuture(InetAddress.ofLiteral("10.0.0.1")));
        assertThat(hosts.of("origin-1").succeeded()).isTrue();
        answer.set(Future.failedFuture("SERVFAIL"));
        assertThat(hosts.of("origin-1").result()).isEqualTo("10.0.0.1");
    }

    @Test
    void whileDnsIsSilentAHostIsWhereItWas() {
        answer.set(Future.succeededFuture(InetAddress.ofLiteral("10.0.0.1")));
        assertThat(hosts.of("origin-1").succeeded()).isTrue();
        answer.set(Promise.<InetAddress>promise().future());
        var found = hosts.of("origin-1");
        assertThat(found.isComplete()).isFalse();
        await().until(found::isComplete);
        assertThat(found.result()).isEqualTo("10.0.0.1");
    }

    @Test
    void aHostThatWasNeverKnownIsNotFound() {
        answer.set(Future.failedFuture("NXDOMAIN"));
        assertThat(hosts.of("origin-9").cause()).hasMessage("NXDOMAIN");
    }
}
