package dev.headwater.server.http;

import dev.headwater.server.config.AddressSet;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.Rejections;
import dev.headwater.server.net.GatedTransport;
import dev.headwater.server.net.RequestGate;
import dev.headwater.server.net.TlsHandshakes;
import dev.headwater.server.net.TrustedProxies;
import dev.headwater.testkit.LogCapture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** An HTTP media port that {@link #PAGE} may read, and clients that speak to it in bytes. */
abstract class OneHttpPort {
    static final String PAGE = "https://player.example.com";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final NodeMetrics metrics = new NodeMetrics(registry, new NodeMetrics.NodeTags("n", "z", "edge", "test"));
    final LogCapture log = LogCapture.of("dev.headwater");
    final Vertx vertx = Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(2))
            .withTransport(new GatedTransport(Transport.NIO, gates("rtmp"), gates("http"), gates("relay"), requests()))
            .build();
    private final HttpListener listener = HttpPort.open(vertx, metrics, List.of(PAGE), router -> {
        router.route("/loop")
                .handler(context -> context.end(Thread.currentThread().getName()));
        router.route("/much").handler(context -> context.end(Buffer.buffer(new byte[16 << 20])));
        router.route("/broken/*").handler(context -> {
            throw new IllegalStateException("for a test");
        });
    });

    private GatedTransport.Gates gates(String port) {
        return new GatedTransport.Gates(
                new TrustedProxies(port, () -> AddressSet.EMPTY, () -> Duration.ofSeconds(1), metrics.http::rejected),
                new TlsHandshakes(port, () -> 100, new AtomicInteger(), metrics.http::rejected));
    }

    private RequestGate requests() {
        return new RequestGate(() -> HttpPort.REQUEST_TIMEOUT, metrics.http::rejected);
    }

    @AfterEach
    void close() {
        vertx.close().await();
        log.close();
    }

    RawHttp client() {
        return new RawHttp(listener.port());
    }

    String headOf(String request) {
        try (var client = client()) {
            return client.say(request).head();
        }
    }

    int rejected(String reason) {
        return Rejections.count(registry, "port", "http", "reason", reason);
    }
}
