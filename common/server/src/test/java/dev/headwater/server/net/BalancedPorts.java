package dev.headwater.server.net;

import dev.headwater.server.config.AddressSet;
import dev.headwater.server.config.Cidr;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.Rejections;
import dev.headwater.testkit.LogCapture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two ports behind balancers: one tells who it sees and repeats what comes, as a server that is not HTTP; the other tells who
 * it sees by HTTP.
 */
final class BalancedPorts implements AutoCloseable {
    /** The port that is not HTTP hangs up when it has repeated this. */
    static final String GREETING = "hello";

    static final Duration TIMEOUT = Duration.ofMillis(500);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NodeMetrics metrics = new NodeMetrics(registry, new NodeMetrics.NodeTags("n", "z", "edge", "test"));
    private final LogCapture log = LogCapture.of("dev.headwater");
    private final Vertx vertx;
    private final NetServer plain;
    private final HttpServer http;

    BalancedPorts(Transport transport, String trusted) {
        var addresses = new AddressSet(List.of(Cidr.parse(trusted)));
        var handshakes = new TlsHandshakes("rtmp", () -> 100, new AtomicInteger(), metrics.rtmp::rejected);
        vertx = Vertx.builder()
                .withTransport(new GatedTransport(
                        transport,
                        new GatedTransport.Gates(
                                new TrustedProxies("rtmp", () -> addresses, () -> TIMEOUT, metrics.rtmp::rejected),
                                handshakes),
                        new GatedTransport.Gates(
                                new TrustedProxies("http", () -> addresses, () -> TIMEOUT, metrics.http::rejected),
                                handshakes),
                        new GatedTransport.Gates(
                                new TrustedProxies("http", () -> addresses, () -> TIMEOUT, metrics.http::rejected),
                                handshakes),
                        new RequestGate(() -> Duration.ofSeconds(10), metrics.http::rejected)))
                .build();
        plain = vertx.createNetServer(settings().applyTo(new NetServerOptions()))
                .connectHandler(socket -> {
                    socket.write(PeerAddress.text(socket.remoteAddress()) + "|");
                    socket.handler(bytes -> {
                        if (bytes.toString().endsWith(GREETING)) {
                            socket.end(bytes); // so that nobody need hang up in the middle of an answer
                        } else {
                            socket.write(bytes);
                        }
                    });
                })
                .listen()
                .await();
        http = vertx.createHttpServer(settings().applyTo(new HttpServerOptions()))
                .requestHandler(request -> request.response().end(PeerAddress.text(request.remoteAddress())))
                .listen()
                .await();
    }

    private static PortSettings settings() {
        return new PortSettings("127.0.0.1", 0, true, Optional.empty());
    }

    /** Says {@code bytes} on the port that is not HTTP and reads to the end. */
    String told(byte[]... bytes) throws IOException {
        return told(plain.actualPort(), bytes);
    }

    /** The same by HTTP. */
    String toldByHttp(byte[]... bytes) throws IOException {
        return told(http.actualPort(), bytes);
    }

    private static String told(int port, byte[]... bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            for (byte[] each : bytes) {
                socket.getOutputStream().write(each);
                socket.getOutputStream().flush();
            }
            if (!new String(bytes[bytes.length - 1], StandardCharsets.ISO_8859_1).endsWith(GREETING)) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    Socket open() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), plain.actualPort());
    }

    int rejected(String port, String reason) {
        return Rejections.count(registry, "port", port, "reason", reason.toLowerCase(Locale.ROOT));
    }

    List<String> warnings() {
        return log.warnings();
    }

    @Override
    public void close() {
        vertx.close().await();
        log.close();
    }
}
