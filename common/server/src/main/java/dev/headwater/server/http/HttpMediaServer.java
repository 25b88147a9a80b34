package dev.headwater.server.http;

import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.net.PortSettings;
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
    private volatile int port;

    /** @param descriptors shared with the other ports for clients */
    public HttpMediaServer(PortSettings settings, DescriptorBudget descriptors, RouteHandler routes) {
        this.settings = settings;
        this.descriptors = descriptors;
        this.routes = routes;
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
                .exceptionHandler(cause -> LOG.debug("http before us: {}", cause.toString()))
                .listen()
                .onSuccess(server -> port = server.actualPort());
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
