package dev.headwater.server.http;

import dev.headwater.server.limits.Limit;
import dev.headwater.server.limits.Permit;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.net.PortSettings;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the HTTP media port on one event loop. Deploy one instance per event loop; they share the port. */
final class HttpMediaServer extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HttpMediaServer.class);

    /** Of a connection on which nobody says anything and nothing is sent, as far as Vert.x can see. */
    private static final int IDLE_SECONDS = 60;

    private static final int BACKLOG = 4096;
    private static final int MAX_WEB_SOCKET_BYTES = 64 << 10;

    private final HttpService service;
    private final PortSettings settings;
    private final CompletableFuture<Integer> boundPort;
    private @Nullable RequestWatch watch;

    /** @param boundPort completed with the port that the first instance got */
    HttpMediaServer(HttpService service, PortSettings settings, CompletableFuture<Integer> boundPort) {
        this.service = service;
        this.settings = settings;
        this.boundPort = boundPort;
    }

    @Override
    public Future<?> start() {
        var watching = new RequestWatch(vertx, () -> service.settings().get().requestTimeout(), service.metrics());
        watch = watching;
        return vertx.createHttpServer(options())
                .connectionHandler(this::connected)
                .requestHandler(router(watching))
                .invalidRequestHandler(this::malformed)
                .exceptionHandler(cause -> LOG.debug("http before us: {}", cause.toString()))
                .listen()
                .onSuccess(server -> boundPort.complete(server.actualPort()));
    }

    private HttpServerOptions options() {
        return settings.applyTo(new HttpServerOptions())
                .setTcpNoDelay(true)
                .setAcceptBacklog(BACKLOG)
                .setUseAlpn(true)
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(service.maxHeaderBytes())
                .setMaxHeaderSize(service.maxHeaderBytes())
                .setPerMessageWebSocketCompressionSupported(false) // media is compressed, and shared as it is
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(MAX_WEB_SOCKET_BYTES)
                .setMaxWebSocketMessageSize(MAX_WEB_SOCKET_BYTES);
    }

    private void connected(HttpConnection connection) {
        int most = service.settings().get().maxConnections();
        if (!service.descriptors().take()) {
            refuse(connection, "NO_DESCRIPTORS", "descriptors.reserve is all that is left");
            return;
        }
        var address = InetAddress.ofLiteral(connection.remoteAddress().hostAddress());
        switch (service.connects().acquire(address)) {
            case Permit.Exhausted(Limit limit, String explanation) -> refuse(connection, limit.name(), explanation);
            case Permit.Granted(Runnable release) -> {
                if (service.metrics().connections.value() >= most) {
                    release.run();
                    refuse(connection, "MAX_CONNECTIONS", "http.max-connections=" + most + " are open");
                } else {
                    Objects.requireNonNull(watch).add(connection, release);
                }
            }
        }
    }

    private void refuse(HttpConnection connection, String reason, String explanation) {
        service.metrics().rejected(reason);
        RejectionLog.warn(
                LOG,
                "closed http peer={} error={}: {}",
                PeerAddress.text(connection.remoteAddress()),
                reason,
                explanation);
        RequestWatch.refuse(connection);
    }

    /** Vert.x answers 400, 414 or 431 and closes: what follows in the socket is nobody's request. */
    private void malformed(HttpServerRequest request) {
        var cause = request.decoderResult().cause();
        if (cause instanceof PrematureChannelClosureException) {
            return; // hung up in the middle of it
        }
        service.metrics().rejected("BAD_REQUEST");
        RejectionLog.warn(
                LOG,
                "closed http peer={} error=BAD_REQUEST: {}",
                PeerAddress.text(request.remoteAddress()),
                Objects.toString(cause, "unreadable"));
        HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
    }

    private Router router(RequestWatch watching) {
        var router = Router.router(vertx);
        router.route().handler(watching);
        router.route().handler(new CrossOrigin(() -> service.settings().get().corsOrigins()));
        service.routes().forEach(routes -> routes.mount(router));
        router.route().failureHandler(Answers::failed);
        router.errorHandler(404, context -> Answers.error(context, 404, "no such resource"));
        router.errorHandler(405, context -> Answers.error(context, 405, "no such method here"));
        return router;
    }
}
