package dev.headwater.server.launch;

import dev.headwater.server.http.HttpListener;
import dev.headwater.server.http.HttpService;
import dev.headwater.server.http.MediaRoutes;
import dev.headwater.server.net.PortDrain;
import dev.headwater.server.net.PortSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** An HTTP media port as a part of the node: {@code http}, or {@code https} within TLS. */
final class HttpPart implements Part {
    private final String name;
    private final Vertx vertx;
    private final HttpService service;
    private final PortSettings settings;
    private final int eventLoops;
    private final Supplier<Duration> notice;
    private volatile Optional<HttpListener> listener = Optional.empty();

    /** @param notice how long a drain lets the port go on as before ({@code shutdown.notice}) */
    public HttpPart(
            Vertx vertx, HttpService service, PortSettings settings, int eventLoops, Supplier<Duration> notice) {
        this("http", vertx, service, settings, eventLoops, notice);
    }

    private HttpPart(
            String name,
            Vertx vertx,
            HttpService service,
            PortSettings settings,
            int eventLoops,
            Supplier<Duration> notice) {
        this.name = name;
        this.vertx = vertx;
        this.service = service;
        this.settings = settings;
        this.eventLoops = eventLoops;
        this.notice = notice;
    }

    /** The same once more at another port. */
    HttpPart within(String otherName, PortSettings other) {
        return new HttpPart(otherName, vertx, service, other, eventLoops, notice);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<?> start() {
        return HttpListener.open(vertx, service, settings, eventLoops).onSuccess(open -> listener = Optional.of(open));
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of(name + ".port", listener.map(HttpListener::port).orElse(0));
    }

    /** After the notice who publishes leaves at a key frame; those who play are served until they go. */
    @Override
    public Future<?> drain(Duration limit) {
        long noticeMs = Math.min(notice.get().toMillis(), limit.toMillis());
        return vertx.timer(Math.max(1, noticeMs), TimeUnit.MILLISECONDS).onSuccess(over -> {
            var drain = PortDrain.begin(limit.minusMillis(noticeMs));
            service.routes().forEach(routes -> routes.drain(drain));
        });
    }

    @Override
    public Future<Boolean> isInUse() {
        return Future.succeededFuture(
                service.metrics().players() > 0 || service.metrics().publishers.value() > 0);
    }

    /** Who still plays gets a proper end before the port closes. */
    @Override
    public Future<?> stop() {
        return Future.join(service.routes().stream().map(MediaRoutes::close).toList())
                .eventually(() -> listener.map(HttpListener::close).orElseGet(Future::succeededFuture));
    }
}
