package dev.headwater.server.http;

import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.net.PortSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;

/** Serves the HTTP media port. Confined to its event loop but for {@link #port}. Deploy one instance. */
public final class HttpMediaServer extends VerticleBase {
    private static final int IDLE_SECONDS = 60;
    private static final int PREFLIGHT_SECONDS = 86_400;

    private final PortSettings settings;
    private final int descriptorReserve;
    private final RouteHandler routes;
    private volatile int port;

    /** @param descriptorReserve file descriptors that its clients leave to others ({@code descriptors.reserve}) */
    public HttpMediaServer(PortSettings settings, int descriptorReserve, RouteHandler routes) {
        this.settings = settings;
        this.descriptorReserve = descriptorReserve;
        this.routes = routes;
    }

    /** The port in use; 0 before the start. Any thread. */
    public int port() {
        return port;
    }

    @Override
    public Future<?> start() {
        var options = settings.applyTo(new HttpServerOptions()).setIdleTimeout(IDLE_SECONDS);
        var descriptors = new DescriptorBudget(vertx, "http", descriptorReserve);
        return vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    if (!descriptors.take()) {
                        connection.close();
                    }
                })
                .requestHandler(router())
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
        router.route().failureHandler(Answers::failed);
        router.errorHandler(404, context -> Answers.error(context, 404, "no such resource"));
        router.errorHandler(405, context -> Answers.error(context, 405, "only GET is served here"));
        return router;
    }
}
