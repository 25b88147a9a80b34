package dev.headwater.server.http;

import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.metrics.RejectedConnections;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.net.PortSettings;
import dev.headwater.server.net.TlsSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the HTTP media port. Confined to its event loop but for {@link #port}. Deploy one instance. */
public final class HttpMediaServer extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HttpMediaServer.class);
    private static final int IDLE_SECONDS = 60;
    private static final int PREFLIGHT_SECONDS = 86_400;

    private final PortSettings settings;
    private final DescriptorBudget descriptors;
    private final RouteHandler routes;
    private final RejectedConnections rejected;
    private volatile int port;

    /** @param descriptors shared with the other ports for clients */
    public HttpMediaServer(
            PortSettings settings, DescriptorBudget descriptors, RouteHandler routes, RejectedConnections rejected) {
        this.settings = settings;
        this.descriptors = descriptors;
        this.routes = routes;
        this.rejected = rejected;
    }

    /** The port in use; 0 before the start. Any thread. */
    public int port() {
        return port;
    }

    @Override
    public Future<?> start() {
        var options = settings.applyTo(new HttpServerOptions()).setUseAlpn(true).setIdleTimeout(IDLE_SECONDS);
        return vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    if (!descriptors.take()) {
                        connection.close();
                    }
                })
                .requestHandler(router())
                .exceptionHandler(this::failedBefore)
                .listen()
                .onSuccess(server -> port = server.actualPort());
    }

    /** Before a connection speaks HTTP there is only a handshake of TLS. */
    private void failedBefore(Throwable cause) {
        TlsSettings.fault(cause).ifPresent(fault -> {
            rejected.count(TlsSettings.FAULT);
            RejectionLog.warn(LOG, "closed http error={}: {}", TlsSettings.FAULT, fault);
        });
    }

    /** Everything here is public, so every page may read it. */
    private Router router() {
        var router = Router.router(vertx);
        router.route()
                .handler(CorsHandler.create()
                        .allowedMethod(HttpMethod.GET)
                        .allowedMethod(HttpMethod.HEAD)
                        .maxAgeSeconds(PREFLIGHT_SECONDS));
        router.route(RouteHandler.PATH + "*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(routes);
        router.get(SrsClusters.PATH).handler(routes.forSrs());
        router.route().failureHandler(Answers::failed);
        router.errorHandler(404, context -> Answers.error(context, 404, "no such resource"));
        router.errorHandler(405, context -> Answers.error(context, 405, "only GET is served here"));
        return router;
    }
}
