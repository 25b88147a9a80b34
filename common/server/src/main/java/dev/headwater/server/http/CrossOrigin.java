package dev.headwater.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may read what is served here. Without credentials, so that {@code *} harms nobody; a page of a network that is less private
 * than ours may ask as well. A page of this very port is no other's.
 */
final class CrossOrigin implements Handler<RoutingContext> {
    private static final int PREFLIGHT_SECONDS = 86_400;

    private final CorsHandler cors = CorsHandler.create()
            .allowedMethod(HttpMethod.GET)
            .allowedMethod(HttpMethod.HEAD)
            .allowedMethod(HttpMethod.OPTIONS)
            .allowedHeader("*")
            .exposedHeader("*")
            .allowPrivateNetwork(true)
            .maxAgeSeconds(PREFLIGHT_SECONDS);

    /** @param origins {@code https://host} each, or {@code *} */
    CrossOrigin(List<String> origins) {
        origins.forEach(cors::addOrigin);
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !isOwn(origin, request.authority())) {
            cors.handle(context);
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
