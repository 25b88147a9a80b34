package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.NodeConfig.TransportKind;
import dev.headwater.testkit.LogCapture;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.vertx.core.Vertx;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportChoiceTest {
    private static final int LOOPS = 2;
    private static final IoHandlerFactory WORKING =
            Transport.NIO.implementation().ioHandlerFactory();

    private final FakeTransport unloaded =
            new FakeTransport("unloaded", new UnsatisfiedLinkError("no such library"), WORKING);
    private final FakeTransport ringless = new FakeTransport("ringless", null, executor -> {
        throw new IllegalStateException("wrapped", new IOException("io_uring_setup: Operation not permitted"));
    });
    private final FakeTransport working = new FakeTransport("working", null, WORKING);

    @Test
    void firstThatWorksIsTaken() {
        try (var log = LogCapture.of(TransportChoice.class)) {
            assertThat(TransportChoice.firstThatWorks(List.of(working, ringless), LOOPS, true))
                    .isSameAs(working);
            assertThat(log.lines()).containsExactly("INFO transport working");
        }
    }

    @Test
    void oneThatDoesNotLoadOrLoadsAndCannotMakeEventLoopsIsPassedOverAndSaidSo() {
        var order = List.<Transport>of(unloaded, ringless, working);
        String line = "transport working: unloaded does not work here (no such library);"
                + " ringless does not work here (io_uring_setup: Operation not permitted)";
        try (var log = LogCapture.of(TransportChoice.class)) {
            assertThat(TransportChoice.firstThatWorks(order, LOOPS, false)).isSameAs(working);
            assertThat(TransportChoice.firstThatWorks(order, LOOPS, true)).isSameAs(working);
            assertThat(log.lines()).containsExactly("INFO " + line, "WARN " + line);
        }
    }

    @Test
    void oneThatMakesSomeEventLoopsButNotAllIsPassedOver() {
        var made = new AtomicInteger();
        var scarce = new FakeTransport("scarce", null, executor -> {
            if (made.incrementAndGet() > 1) {
                throw new IllegalStateException("Cannot allocate memory");
            }
            return WORKING.newHandler(executor);
        });
        assertThat(TransportChoice.firstThatWorks(List.of(scarce, working), LOOPS, true))
                .isSameAs(working);
        made.set(0);
        assertThat(TransportChoice.firstThatWorks(List.of(scarce, working), 1, true))
                .isSameAs(scarce);
    }

    @Test
    void oneWhoseEventLoopsDieWhenTheyStartIsPassedOver() {
        var dying = new FakeTransport("dying", null, executor -> new HandlerThatDies(WORKING.newHandler(executor)));
        assertThat(TransportChoice.firstThatWorks(List.of(dying, working), LOOPS, true))
                .isSameAs(working);
    }

    @Test
    void nioIsTakenWhereNothingElseWorks() {
        assertThat(TransportChoice.firstThatWorks(List.of(ringless), LOOPS, true))
                .isSameAs(Transport.NIO);
        assertThat(TransportChoice.AUTO).endsWith(Transport.NIO);
    }

    @Test
    void nioIsTakenWhenItIsAskedFor() {
        assertThat(TransportChoice.of(TransportKind.NIO, LOOPS)).isSameAs(Transport.NIO);
    }

    /** Where io_uring is blocked, as in most containers, this is the test of the fall-back. */
    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void everyChoiceServesASocket(TransportKind kind) throws IOException {
        var vertx =
                Vertx.builder().withTransport(TransportChoice.of(kind, LOOPS)).build();
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

    /** As a ring that can be made and not be turned on. */
    private record HandlerThatDies(IoHandler handler) implements IoHandler {
        @Override
        public void initialize() {
            throw new IllegalStateException("for a test");
        }

        @Override
        public int run(IoHandlerContext context) {
            return handler.run(context);
        }

        @Override
        public void prepareToDestroy() {
            handler.prepareToDestroy();
        }

        @Override
        public void destroy() {
            handler.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return handler.register(handle);
        }

        @Override
        public void wakeup() {
            handler.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return handler.isCompatible(type);
        }
    }

    private record FakeTransport(
            String name, @Nullable Throwable unavailabilityCause, IoHandlerFactory ioHandlerFactory)
            implements Transport {
        @Override
        public boolean available() {
            return unavailabilityCause == null;
        }

        @Override
        public io.vertx.core.spi.transport.Transport implementation() {
            return new NioTransport() {
                @Override
                public IoHandlerFactory ioHandlerFactory() {
                    return ioHandlerFactory;
                }
            };
        }
    }
}
