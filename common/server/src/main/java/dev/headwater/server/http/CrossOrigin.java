package dev.headwater.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may read what is served here. Without credentials, so that {@code *} harms nobody; a page of a network that is less private
 * than ours may ask as well. A page of this very port is no other's. Every answer says it, whoever asks: a cache gives it to others (Fetch,
 * 3.2.5). Confined to an event loop.
 */
final class CrossOrigin implements Handler<RoutingContext> {
    private static final String ALL = "*";
    private static final int PREFLIGHT_SECONDS = 86_400;

    private final Supplier<List<String>> origins;
    private List<String> known = List.of();
    private CorsHandler cors = CorsHandler.create();

    /** @param origins {@code https://host} each, or {@code *} */
    CrossOrigin(Supplier<List<String>> origins) {
        this.origins = origins;
    }

    private CorsHandler cors(List<String> now) {
        if (!known.equals(now)) {
            cors = CorsHandler.create()
                    .addOrigins(now)
                    .allowedMethod(HttpMethod.GET)
                    .allowedMethod(HttpMethod.HEAD)
                    .allowedMethod(HttpMethod.OPTIONS)
                    .allowedMethod(HttpMethod.POST)
                    .allowedHeader(ALL)
                    .exposedHeader(ALL)
                    .allowPrivateNetwork(true)
                    .maxAgeSeconds(PREFLIGHT_SECONDS);
            known = now;
        }
        return cors;
    }

    @Override
    public void handle(RoutingContext context) {
        var now = origins.get();
        var request = context.request();
        if (now.contains(ALL)) {
            context.response()
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ALL)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, ALL);
        } else {
            context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !isOwn(origin, request.authority())) {
            cors(now).handle(context);
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            context.response()
                    .setStatusCode(204)
                    .putHeader(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS, POST")
                    .end();
        } else {
            context.next();
        }
    }

    /** By host and port alone: where a balancer ends TLS, the page came by another scheme than the request. */
    private static boolean isOwn(String origin, @Nullable HostAndPort authority) {
        int scheme = origin.indexOf("://");
        return scheme > 0
                && authority != null
                && origin.substring(scheme + "://".length()).equalsIgnoreCase(authority.toString());
    }
}
