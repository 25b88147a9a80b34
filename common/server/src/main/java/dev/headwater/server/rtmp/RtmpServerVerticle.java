package dev.headwater.server.rtmp;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Listens for RTMP on one event loop. Deploy one instance per event loop; they share the port. */
public final class RtmpServerVerticle extends VerticleBase {
    private static final int TCP_USER_TIMEOUT_MS = 15_000;
    private static final int BACKLOG = 4096;

    private final RtmpService service;
    private final String host;
    private final int port;
    private final CompletableFuture<Integer> boundPort;
    private final ConnectionBudget budget;
    private final Set<RtmpConnection> connections = new HashSet<>();
    private @Nullable NetServer server;
    private @Nullable Promise<Void> drained;

    /**
     * @param port negative for any free one; all instances with that number get the same
     * @param boundPort completed with the port that the first instance got
     * @param budget shared by the instances of one port
     */
    public RtmpServerVerticle(
            RtmpService service, String host, int port, CompletableFuture<Integer> boundPort, ConnectionBudget budget) {
        this.service = service;
        this.host = host;
        this.port = port;
        this.boundPort = boundPort;
        this.budget = budget;
    }

    @Override
    public Future<?> start() {
        var options = new NetServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(TCP_USER_TIMEOUT_MS)
                .setAcceptBacklog(BACKLOG);
        server = vertx.createNetServer(options).connectHandler(this::accepted);
        return server.listen().onSuccess(listening -> boundPort.complete(listening.actualPort()));
    }

    private void accepted(NetSocket socket) {
        if (!budget.take()) {
            service.metrics().rejected("MAX_CONNECTIONS");
            socket.close();
            return;
        }
        var internal = (NetSocketInternal) socket;
        tune(internal.channelHandlerContext().channel());
        connections.add(new RtmpConnection(internal, service, this::closed));
    }

    /** Without a low mark on unsent bytes the kernel swallows megabytes for a slow reader, unseen by the fan-out (DESIGN 3, 7). */
    private void tune(Channel channel) {
        long unsent = service.settings().notSentLowatBytes();
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, unsent);
        } else if (channel instanceof IoUringSocketChannel) {
            channel.config().setOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, unsent);
        }
    }

    private void closed(RtmpConnection connection) {
        connections.remove(connection);
        budget.give();
        if (drained != null && connections.isEmpty()) {
            drained.tryComplete();
        }
    }

    /** Closes the listener, then tells every client, then waits for them to leave. */
    @Override
    public Future<?> stop() {
        if (server == null) {
            return Future.succeededFuture();
        }
        var emptied = Promise.<Void>promise();
        drained = emptied;
        for (RtmpConnection connection : connections.toArray(RtmpConnection[]::new)) {
            connection.shutdown();
        }
        if (connections.isEmpty()) {
            emptied.tryComplete();
        }
        var closing = server;
        return closing.shutdown(Duration.ofSeconds(2).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .compose(nothing -> emptied.future());
    }
}
