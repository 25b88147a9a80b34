package dev.headwater.loadtest.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.headwater.testkit.PemCertificate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ResourceLeakDetector;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What TLS 1.3 costs a server by the JDK's engine and by BoringSSL's, in turns and in CPU time, without a kernel: handshakes, and pulses of a
 * shared buffer to many players. Not of JMH, which knows neither turns nor CPU time: run by name alone, as docs/performance.md says. Asserts
 * nothing.
 */
class TlsBenchmark {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ROUNDS = 5;
    private static final int HANDSHAKES = 400;
    private static final int PLAYERS = 100;
    private static final long ROUND_BYTES = 300L << 20;

    private static final SslContext CLIENT = client();

    @TempDir
    private Path folder;

    /** As in production: the tests follow every buffer. */
    @BeforeAll
    static void leaveBuffersAlone() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    /** One end of a connection, in memory. */
    private static final class End extends EmbeddedChannel {
        private final SslHandler tls;
        private boolean sendsToNowhere;
        private long cpuNs;

        private End(SslContext context) {
            config().setAllocator(PooledByteBufAllocator.DEFAULT);
            tls = context.newHandler(alloc());
            timed(() -> pipeline().addLast(tls));
        }

        private void timed(Supplier<Object> work) {
            long begun = THREADS.getCurrentThreadCpuTime();
            var _ = work.get();
            cpuNs += THREADS.getCurrentThreadCpuTime() - begun;
        }

        private boolean deliverTo(End other) {
            var message = readOutbound();
            if (message == null) {
                return false;
            }
            other.timed(() -> other.writeInbound(message));
            return true;
        }

        @Override
        protected void handleOutboundMessage(Object message) {
            if (sendsToNowhere) {
                ReferenceCountUtil.release(message);
            } else {
                super.handleOutboundMessage(message);
            }
        }
    }

    private static SslContext client() {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server's end after the handshake, sending to nowhere. */
    private static End connected(SslContext server) {
        var client = new End(CLIENT);
        var end = new End(server);
        while (client.deliverTo(end) || end.deliverTo(client)) {
            // each in its turn until nobody has anything to say
        }
        if (!client.tls.handshakeFuture().isSuccess()
                || !end.tls.handshakeFuture().isSuccess()) {
            throw new IllegalStateException("no handshake: the figures mean nothing");
        }
        client.finishAndReleaseAll();
        end.sendsToNowhere = true;
        return end;
    }

    private SslContext server(String keyType, SslProvider engine) {
        var certificate = PemCertificate.make(folder, "server", keyType, "bench.example");
        try {
            return SslContextBuilder.forServer(
                            certificate.chain().toFile(), certificate.key().toFile())
                    .sslProvider(engine)
                    .protocols("TLSv1.3")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is measured comes in turns, so that it shares whatever else the machine does. */
    private static <T> void compare(String what, T jdk, T boringSsl, ToDoubleFunction<T> measured) {
        for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            double byJdk = measured.applyAsDouble(jdk);
            double byBoringSsl = measured.applyAsDouble(boringSsl);
            if (round >= WARM_UP_ROUNDS) {
                System.out.printf(
                        "%s: JDK %.2f, BoringSSL %.2f, ratio %.2f%n", what, byJdk, byBoringSsl, byJdk / byBoringSsl);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void handshakes(String keyType) {
        compare(
                "CPU ms of a server's handshake, " + keyType,
                server(keyType, SslProvider.JDK),
                server(keyType, SslProvider.OPENSSL),
                TlsBenchmark::millisecondsOfAHandshake);
    }

    private static double millisecondsOfAHandshake(SslContext server) {
        long cpuNs = 0;
        for (int i = 0; i < HANDSHAKES; i++) {
            var end = connected(server);
            cpuNs += end.cpuNs;
            end.finishAndReleaseAll();
        }
        return cpuNs / 1e6 / HANDSHAKES;
    }

    @ParameterizedTest
    @ValueSource(ints = {4_096, 16_384, 65_536})
    void pulses(int bytes) {
        var pulse = PooledByteBufAllocator.DEFAULT.directBuffer(bytes).writeZero(bytes);
        var jdk = players(server("EC", SslProvider.JDK));
        var boringSsl = players(server("EC", SslProvider.OPENSSL));
        compare(
                "CPU s of a GB in pulses of %d bytes".formatted(bytes),
                jdk,
                boringSsl,
                players -> secondsOfAGigabyte(pulse, players));
        Stream.of(jdk, boringSsl).flatMap(List::stream).forEach(End::finishAndReleaseAll);
        pulse.release();
    }

    private static List<End> players(SslContext server) {
        var players = new ArrayList<End>();
        for (int i = 0; i < PLAYERS; i++) {
            players.add(connected(server));
        }
        return players;
    }

    private static double secondsOfAGigabyte(ByteBuf pulse, List<End> players) {
        long begunNs = PROCESS.getProcessCpuTime();
        long sent = 0;
        while (sent < ROUND_BYTES) {
            for (End player : players) {
                var _ = player.writeAndFlush(pulse.retainedDuplicate());
                sent += pulse.readableBytes();
            }
        }
        return (PROCESS.getProcessCpuTime() - begunNs) / 1e9 / (sent / 1e9);
    }
}
