package dev.headwater.server.rtmp;

import dev.headwater.server.clients.Clients;
import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.limits.Limit;
import dev.headwater.server.limits.Permit;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.net.PortDrain;
import dev.headwater.server.net.PortSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for RTMP on one event loop. Deploy one instance per event loop; they share the port. */
public final class RtmpServerVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpServerVerticle.class);
    private static final int TCP_USER_TIMEOUT_MS = 15_000;
    private static final int BACKLOG = 4096;

    /** Longer than a connection lingers to be read to its end. */
    private static final long SHUTDOWN_MS = 2_000;

    private final RtmpService service;
    private final PortSettings settings;
    private final CompletableFuture<Integer> boundPort;
    private final ConnectionBudget budget;
    private final DescriptorBudget descriptors;
    private final Clients clients;
    private final Set<RtmpConnection> connections = new HashSet<>();
    private @Nullable NetServer server;
    private boolean draining;
    private @Nullable Promise<Void> drained;

    /**
     * @param boundPort completed with the port that the first instance got
     * @param budget shared by the instances of one port
     * @param descriptors the same
     * @param clients the same
     */
    public RtmpServerVerticle(
            RtmpService service,
            PortSettings settings,
            CompletableFuture<Integer> boundPort,
            ConnectionBudget budget,
            DescriptorBudget descriptors,
            Clients clients) {
        this.service = service;
        this.settings = settings;
        this.boundPort = boundPort;
        this.budget = budget;
        this.descriptors = descriptors;
        this.clients = clients;
    }

    @Override
    public Future<?> start() {
        var options = settings.applyTo(new NetServerOptions())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(TCP_USER_TIMEOUT_MS)
                .setAcceptBacklog(BACKLOG);
        server = vertx.createNetServer(options)
                .exceptionHandler(cause -> LOG.debug("{} before us: {}", service.name(), cause.toString()))
                .connectHandler(this::accepted);
        return server.listen().onSuccess(listening -> boundPort.complete(listening.actualPort()));
    }

    private void accepted(NetSocket socket) {
        if (drained != null) {
            socket.close(); // came while the port was being closed
            return;
        }
        if (!descriptors.take()) {
            refuse(
                    socket,
                    "NO_DESCRIPTORS",
                    allTaken("descriptors.reserve", service.settings().get().descriptorReserve()));
            return;
        }
        switch (service.limits().connects().acquire(ConnectAttributes.address(socket.remoteAddress()))) {
            case Permit.Exhausted(Limit limit, String explanation) -> refuse(socket, limit.name(), explanation);
            case Permit.Granted(Runnable release) -> {
                if (budget.take()) {
                    connected(socket, release);
                } else {
                    release.run();
                    refuse(
                            socket,
                            "MAX_CONNECTIONS",
                            allTaken(
                                    "rtmp.max-connections",
                                    service.settings().get().maxConnections()));
                }
            }
        }
    }

    private void connected(NetSocket socket, Runnable release) {
        var internal = (NetSocketInternal) socket;
        var connection = new RtmpConnection(internal, service, clients, gone -> {
            release.run();
            closed(gone);
        });
        connections.add(connection);
        if (draining) {
            connection.refusePublishers();
        }
    }

    private static String allTaken(String key, int limit) {
        return "all are taken that %s=%d allows".formatted(key, limit);
    }

    private void refuse(NetSocket socket, String reason, String explanation) {
        service.metrics().rejected(reason);
        RejectionLog.warn(
                LOG,
                "closed {} peer={} error={}: {}",
                service.name(),
                PeerAddress.text(socket.remoteAddress()),
                reason,
                explanation);
        socket.close();
    }

    private void closed(RtmpConnection connection) {
        connections.remove(connection);
        budget.give();
        if (drained != null && connections.isEmpty()) {
            drained.tryComplete();
        }
    }

    /** Takes no further publishers and lets the clients go, while those that stay are served. Any thread. */
    void drain(PortDrain drain) {
        context.runOnContext(nothing -> {
            draining = true;
            connections.forEach(connection -> connection.drain(drain));
        });
    }

    /** Whether somebody publishes or plays here, or waits to. Any thread. */
    Future<Boolean> isInUse() {
        Promise<Boolean> looked = Promise.promise();
        context.runOnContext(nothing -> looked.complete(connections.stream().anyMatch(RtmpConnection::isInUse)));
        return looked.future();
    }

    /** Tells every client, closes the listener, and waits until the last client has left: no more than a second or two. */
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
        return closing.shutdown(SHUTDOWN_MS, TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .compose(nothing -> emptied.future());
    }
}
