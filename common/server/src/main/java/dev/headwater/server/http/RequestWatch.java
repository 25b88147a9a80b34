package dev.headwater.server.http;

import dev.headwater.server.metrics.PortMeters;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.net.RequestGate;
import io.netty.util.AttributeKey;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that owe a request, from when Vert.x knows them: before, {@link RequestGate} does. Who sends a header byte by byte is
 * never idle, and would take a socket and a buffer as long as he likes (Slowloris). The first router handler of its event loop, and confined to it; bounded by the connections.
 */
final class RequestWatch implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestWatch.class);
    private static final AttributeKey<Boolean> REFUSED = AttributeKey.valueOf(RequestWatch.class, "refused");
    private static final long LOOK_MS = 500;

    /** Between the requests of a connection. */
    private static final long KEPT_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final PortMeters metrics;
    private final Supplier<Duration> firstWithin;
    private final Map<HttpConnection, Wait> connections = new HashMap<>();

    /** How long a connection has waited for a request, if it does. */
    private static final class Wait {
        private int openRequests;
        private boolean hadOne;
        private long sinceNanos = System.nanoTime();
    }

    RequestWatch(Vertx vertx, Supplier<Duration> firstWithin, PortMeters metrics) {
        this.metrics = metrics;
        this.firstWithin = firstWithin;
        vertx.setPeriodic(LOOK_MS, tick -> look());
    }

    void add(HttpConnection connection) {
        RequestGate.pass(connection);
        metrics.connectionOpened();
        connections.put(connection, new Wait());
        // of the channel: from the upgrade to a WebSocket on, Vert.x tells nobody of the end of the HTTP connection
        ((ConnectionBase) connection).channel().closeFuture().addListener(closed -> {
            metrics.connectionClosed();
            connections.remove(connection);
        });
    }

    /** Closes a connection that has no place here; a request that came with it is nobody's. */
    static void refuse(HttpConnection connection) {
        ((ConnectionBase) connection).channel().attr(REFUSED).set(true);
        connection.close();
    }

    private static boolean isRefused(HttpConnection connection) {
        return ((ConnectionBase) connection).channel().hasAttr(REFUSED);
    }

    @Override
    public void handle(RoutingContext context) {
        if (isRefused(context.request().connection())) {
            return;
        }
        var wait = connections.get(context.request().connection());
        if (wait != null) {
            wait.hadOne = true;
            wait.openRequests++;
            context.addEndHandler(done -> {
                wait.openRequests--;
                wait.sinceNanos = System.nanoTime();
            });
        }
        context.next();
    }

    private void look() {
        long now = System.nanoTime();
        for (var each : connections.entrySet().toArray(Map.Entry<?, ?>[]::new)) {
            if (each.getKey() instanceof HttpConnection connection && each.getValue() instanceof Wait wait) {
                look(connection, wait, now);
            }
        }
    }

    private void look(HttpConnection connection, Wait wait, long now) {
        var first = firstWithin.get();
        long most = wait.hadOne ? KEPT_ALIVE_NANOS : first.toNanos();
        if (wait.openRequests > 0 || now - wait.sinceNanos < most) {
            return;
        }
        if (!wait.hadOne) {
            metrics.rejected("REQUEST_TIMEOUT");
            LOG.debug(
                    "closed http peer={}: no request within http.request-timeout={}",
                    PeerAddress.text(connection.remoteAddress()),
                    first);
        }
        connection.close();
    }
}
