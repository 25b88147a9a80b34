package dev.headwater.server.http;

import dev.headwater.server.metrics.PortMeters;
import dev.headwater.server.net.ForcedClose;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.net.RequestGate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.AttributeKey;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
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
    private final Supplier<Duration> requestWithin;
    private final Map<HttpConnection, Wait> connections = new HashMap<>();

    /** How long a connection has waited for a request, if it does. */
    private static final class Wait {
        private int openRequests;
        private boolean hadOne;
        private boolean hasBegun;
        private long sinceNanos = System.nanoTime();
    }

    /** Hears that the next request of a connection by HTTP/1.1 begins. Confined to its event loop. */
    private static final class NextRequest extends ChannelInboundHandlerAdapter {
        private final Wait wait;

        NextRequest(Wait wait) {
            this.wait = wait;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (wait.openRequests == 0 && !wait.hasBegun) {
                wait.hasBegun = true;
                wait.sinceNanos = System.nanoTime();
            }
            context.fireChannelRead(bytes);
        }
    }

    RequestWatch(Vertx vertx, Supplier<Duration> requestWithin, PortMeters metrics) {
        this.metrics = metrics;
        this.requestWithin = requestWithin;
        vertx.setPeriodic(LOOK_MS, tick -> look());
    }

    /** @param release called when it is closed */
    void add(HttpConnection connection, Runnable release) {
        RequestGate.pass(connection);
        metrics.connectionOpened();
        connections.put(connection, new Wait());
        // of the channel: from the upgrade to a WebSocket on, Vert.x tells nobody of the end of the HTTP connection
        channel(connection).closeFuture().addListener(closed -> {
            release.run();
            metrics.connectionClosed();
            connections.remove(connection);
        });
    }

    /** Closes a connection that has no place here; a request that came with it is nobody's. */
    static void refuse(HttpConnection connection) {
        channel(connection).attr(REFUSED).set(true);
        connection.close();
    }

    private static boolean isRefused(HttpConnection connection) {
        return channel(connection).hasAttr(REFUSED);
    }

    @Override
    public void handle(RoutingContext context) {
        if (isRefused(context.request().connection())) {
            return;
        }
        var wait = connections.get(context.request().connection());
        if (wait != null) {
            if (!wait.hadOne && context.request().version() != HttpVersion.HTTP_2) {
                channel(context.request().connection()).pipeline().addFirst(new NextRequest(wait));
            }
            wait.hadOne = true;
            wait.hasBegun = false;
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
        var within = requestWithin.get();
        boolean owes = !wait.hadOne || wait.hasBegun;
        if (wait.openRequests > 0 || now - wait.sinceNanos < (owes ? within.toNanos() : KEPT_ALIVE_NANOS)) {
            return;
        }
        connections.remove(connection); // this is the end of it
        channel(connection).attr(REFUSED).set(true);
        if (owes) {
            metrics.rejected("REQUEST_TIMEOUT");
            LOG.debug(
                    "closed http peer={}: no request within http.request-timeout={}",
                    PeerAddress.text(connection.remoteAddress()),
                    within);
        }
        var encoder = channel(connection).pipeline().context(HttpResponseEncoder.class);
        if (wait.hasBegun && encoder != null) {
            RequestGate.timedOut(encoder);
        } else {
            connection.close();
            ForcedClose.soon(channel(connection));
        }
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }
}
