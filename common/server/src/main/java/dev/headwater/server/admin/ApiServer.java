package dev.headwater.server.admin;

import dev.headwater.server.net.RequestGate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;

/**
 * Serves one API and nothing else on a port of its own, for whom the management port's API is for. Confined to its event loop but for
 * {@link #port}. Deploy one instance.
 */
public final class ApiServer extends VerticleBase {
    private static final int IDLE_SECONDS = 60;

    private final String host;
    private final int configuredPort;
    private final ApiGuard guard;
    private final Api api;
    private volatile int port;

    /** @param port 0 for any free one */
    public ApiServer(String host, int port, ManagementServer.Access access, Api api) {
        this.host = host;
        this.configuredPort = port;
        this.guard = new ApiGuard(access);
        this.api = api;
    }

    /** The port in use; 0 before the start. Any thread. */
    public int port() {
        return port;
    }

    @Override
    public Future<?> start() {
        var router = Router.router(vertx);
        router.route().handler(guard);
        api.mount(router);
        return vertx.createHttpServer(
                        new HttpServerOptions().setTcpNoDelay(true).setIdleTimeout(IDLE_SECONDS))
                .connectionHandler(RequestGate::pass)
                .requestHandler(router)
                .listen(configuredPort, host)
                .onSuccess(server -> port = server.actualPort());
    }
}
