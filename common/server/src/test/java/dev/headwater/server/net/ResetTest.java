package dev.headwater.server.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.transport.Transport;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that ends with bytes of ours unread ends with RST, which may come along with its last words. */
class ResetTest {
    private static final String CLOSED = "closed";

    private final BlockingQueue<String> seen = new ArrayBlockingQueue<>(3);

    static Stream<Transport> transports() {
        return Stream.of(Transport.NIO, Transport.EPOLL, Transport.IO_URING).filter(Transport::available);
    }

    /** With io_uring only because of {@code io.netty.iouring.pollAddMultishotEnabled=false} in jvm.args, and here in pom.xml. */
    @ParameterizedTest
    @MethodSource("transports")
    void aResetThatComesWithTheLastBytesIsSeen(Transport transport) throws Exception {
        var vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(1))
                .withTransport(transport)
                .build();
        var standing = new Semaphore(0);
        var goOn = new Semaphore(0);
        try {
            int port = listen(vertx).actualPort();
            try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write('a');
                assertThat(next()).isEqualTo("a");
                vertx.runOnContext(nothing -> {
                    standing.release();
                    goOn.acquireUninterruptibly();
                });
                standing.acquire();
                client.getOutputStream().write('b');
                client.setSoLinger(true, 0);
            }
            goOn.release();
            assertThat(next()).isEqualTo("b");
            assertThat(next()).isEqualTo(CLOSED);
        } finally {
            goOn.release();
            vertx.close().await();
        }
    }

    private NetServer listen(Vertx vertx) {
        return vertx.createNetServer()
                .connectHandler(socket -> socket.handler(bytes -> seen.add(bytes.toString()))
                        .exceptionHandler(reset -> {})
                        .closeHandler(nothing -> seen.add(CLOSED)))
                .listen(0, "127.0.0.1")
                .await();
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(Patience.LIMIT.toSeconds(), SECONDS));
    }
}
