package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.NodeConfig.TransportKind;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportChoiceTest {
    @Test
    void firstThatLoadsIsTaken() {
        var blocked = new FakeTransport("io_uring", new IOException("io_uring_setup: Operation not permitted"));
        var epoll = new FakeTransport("epoll", null);
        assertThat(TransportChoice.firstAvailable(List.of(epoll, blocked), true))
                .isSameAs(epoll);
        assertThat(TransportChoice.firstAvailable(List.of(blocked, epoll), true))
                .isSameAs(epoll);
        assertThat(TransportChoice.firstAvailable(List.of(blocked), true)).isSameAs(Transport.NIO);
    }

    @Test
    void nioIsTakenWhenItIsAskedFor() {
        assertThat(TransportChoice.of(TransportKind.NIO)).isSameAs(Transport.NIO);
    }

    /** Where io_uring is blocked, as in most containers, this is the test of the fall-back. */
    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void everyChoiceServesASocket(TransportKind kind) throws IOException {
        var vertx = Vertx.builder().withTransport(TransportChoice.of(kind)).build();
        try {
            var port = new FakePort("rtmp", vertx, 0, new Journal());
            port.start().await();
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("hello");
            }
        } finally {
            vertx.close().await();
        }
    }

    private record FakeTransport(String name, @Nullable Throwable unavailabilityCause) implements Transport {
        @Override
        public boolean available() {
            return unavailabilityCause == null;
        }

        @Override
        public io.vertx.core.spi.transport.Transport implementation() {
            throw new UnsupportedOperationException("never used");
        }
    }
}
