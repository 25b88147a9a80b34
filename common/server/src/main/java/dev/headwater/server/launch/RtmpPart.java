package dev.headwater.server.launch;

import dev.headwater.server.clients.Clients;
import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.net.PortSettings;
import dev.headwater.server.rtmp.ConnectionBudget;
import dev.headwater.server.rtmp.RtmpListener;
import dev.headwater.server.rtmp.RtmpService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** An RTMP port as a part of the node: {@code rtmp} for broadcasters and players, {@code relay} for other nodes. */
public final class RtmpPart implements Part {
    private final String name;
    private final Vertx vertx;
    private final RtmpService service;
    private final PortSettings settings;
    private final int eventLoops;
    private final Supplier<Duration> notice;
    private final Clients clients;
    private final ConnectionBudget budget;
    private final DescriptorBudget descriptors;
    private volatile Optional<RtmpListener> listener = Optional.empty();

    /**
     * @param notice how long a drain lets the port go on as before: {@code shutdown.notice} where a balancer sends clients, zero
     *     where nodes come, who hear by the node's announcement
     * @param clients may be shared with other ports
     * @param descriptors shared with the other ports that leave the same ones to the rest of the process
     */
    public RtmpPart(
            Vertx vertx,
            RtmpService service,
            PortSettings settings,
            int eventLoops,
            Supplier<Duration> notice,
            Clients clients,
            DescriptorBudget descriptors) {
        this(
                service.name(),
                vertx,
                service,
                settings,
                eventLoops,
                notice,
                clients,
                new ConnectionBudget(() -> service.settings().get().maxConnections()),
                descriptors);
    }

    private RtmpPart(
            String name,
            Vertx vertx,
            RtmpService service,
            PortSettings settings,
            int eventLoops,
            Supplier<Duration> notice,
            Clients clients,
            ConnectionBudget budget,
            DescriptorBudget descriptors) {
        this.name = name;
        this.vertx = vertx;
        this.service = service;
        this.settings = settings;
        this.eventLoops = eventLoops;
        this.notice = notice;
        this.clients = clients;
        this.budget = budget;
        this.descriptors = descriptors;
    }

    /** The same once more at another port: its clients are among those of this one. */
    RtmpPart within(String otherName, PortSettings other) {
        return new RtmpPart(otherName, vertx, service, other, eventLoops, notice, clients, budget, descriptors);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<?> start() {
        return RtmpListener.open(vertx, service, settings, eventLoops, clients, budget, descriptors)
                .onSuccess(open -> listener = Optional.of(open));
    }

    /** The port that it listens on; 0 before the start. */
    public int port() {
        return listener.map(RtmpListener::port).orElse(0);
    }

    /** Who is connected to it, or to one of the same within TLS; nobody before the start. */
    public Clients clients() {
        return clients;
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of(name() + ".port", port());
    }

    @Override
    public Future<?> drain(Duration limit) {
        return listener.map(open -> open.drain(notice.get(), limit)).orElseGet(Future::succeededFuture);
    }

    @Override
    public Future<Boolean> isInUse() {
        return listener.map(RtmpListener::isInUse).orElseGet(() -> Future.succeededFuture(false));
    }

    @Override
    public Future<?> stop() {
        return listener.map(RtmpListener::close).orElseGet(Future::succeededFuture);
    }
}
