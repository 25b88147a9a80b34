package dev.headwater.server.http;

import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.limits.ConnectLimiter;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.net.PortSettings;
import dev.headwater.server.net.TlsSettings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** HTTP media ports on loopback for tests. */
public final class HttpPort {
    public static final int MAX_HEADER_BYTES = 8 << 10;
    static final int MAX_CONNECTIONS = 50;
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);

    private HttpPort() {}

    public static HttpListener open(Vertx vertx, NodeMetrics metrics, MediaRoutes... routes) {
        return open(vertx, metrics, List.of("*"), routes);
    }

    static HttpListener open(Vertx vertx, NodeMetrics metrics, List<String> origins, MediaRoutes... routes) {
        return open(vertx, metrics, origins, new DescriptorBudget(vertx, 0), ConnectLimiter.UNLIMITED, routes);
    }

    static HttpListener open(
            Vertx vertx,
            NodeMetrics metrics,
            List<String> origins,
            DescriptorBudget descriptors,
            ConnectLimiter connects,
            MediaRoutes... routes) {
        return open(
                vertx,
                PortSettings.direct("127.0.0.1", 0),
                new HttpService(
                        () -> new HttpSettings(REQUEST_TIMEOUT, MAX_CONNECTIONS, origins),
                        MAX_HEADER_BYTES,
                        descriptors,
                        connects,
                        metrics.http,
                        List.of(routes)));
    }

    /** Within TLS. */
    static HttpListener open(Vertx vertx, NodeMetrics metrics, TlsSettings tls, MediaRoutes... routes) {
        return open(
                vertx,
                new PortSettings("127.0.0.1", 0, false, Optional.of(tls)),
                new HttpService(
                        () -> new HttpSettings(REQUEST_TIMEOUT, MAX_CONNECTIONS, List.of("*")),
                        MAX_HEADER_BYTES,
                        new DescriptorBudget(vertx, 0),
                        ConnectLimiter.UNLIMITED,
                        metrics.http,
                        List.of(routes)));
    }

    private static HttpListener open(Vertx vertx, PortSettings settings, HttpService service) {
        return HttpListener.open(vertx, service, settings, 2).await();
    }
}
