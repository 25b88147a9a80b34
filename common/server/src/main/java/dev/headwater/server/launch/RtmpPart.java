package dev.headwater.server.launch;

import dev.headwater.server.net.PortSettings;
import dev.headwater.server.rtmp.Clients;
import dev.headwater.server.rtmp.RtmpListener;
import dev.headwater.server.rtmp.RtmpService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** An RTMP port as a part of the node: {@code rtmp} for broadcasters and players, {@code relay} for other nodes. */
public final class RtmpPart implements Part {
    private final Vertx vertx;
    private final RtmpService service;
    private final PortSettings settings;
    private final int eventLoops;
    private final Duration notice;
    private volatile Optional<RtmpListener> listener = Optional.empty();

    /**
     * @param notice how long a drain lets the port go on as before: {@code shutdown.notice} where a balancer sends clients, zero
     *     where nodes come, who hear by the node's announcement
     */
    public RtmpPart(Vertx vertx, RtmpService service, PortSettings settings, int eventLoops, Duration notice) {
        this.vertx = vertx;
        this.service = service;
        this.settings = settings;
        this.eventLoops = eventLoops;
        this.notice = notice;
    }

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public Future<?> start() {
        return RtmpListener.open(vertx, service, settings, eventLoops).onSuccess(open -> listener = Optional.of(open));
    }

    /** The port that it listens on; 0 before the start. */
    public int port() {
        return listener.map(RtmpListener::port).orElse(0);
    }

    /** Who is connected to it; nobody before the start. */
    public Clients clients() {
        return listener.map(RtmpListener::clients).orElseGet(Clients::new);
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of(name() + ".port", port());
    }

    @Override
    public Future<?> drain(Duration limit) {
        return listener.map(open -> open.drain(notice, limit)).orElseGet(Future::succeededFuture);
    }

    @Override
    public Future<?> stop() {
        return listener.map(RtmpListener::close).orElseGet(Future::succeededFuture);
    }
}
