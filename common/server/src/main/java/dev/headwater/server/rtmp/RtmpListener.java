package dev.headwater.server.rtmp;

import dev.headwater.server.clients.Clients;
import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.net.PortDrain;
import dev.headwater.server.net.PortSettings;
import dev.headwater.server.tracing.Trace;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An open RTMP port: one verticle per event loop. Thread-safe.
 *
 * @param port that it listens on, never 0
 * @param clients who is connected to it
 * @param verticles one per event loop
 */
public record RtmpListener(
        Vertx vertx, String deploymentId, int port, Clients clients, List<RtmpServerVerticle> verticles) {
    /** A port of its own, of which nothing is recorded. */
    public static Future<RtmpListener> open(Vertx vertx, RtmpService service, PortSettings settings, int eventLoops) {
        return open(
                vertx,
                service,
                settings,
                eventLoops,
                new Clients(FlightRecorder.OFF, Trace.NONE),
                new ConnectionBudget(() -> service.settings().get().maxConnections()),
                new DescriptorBudget(vertx, service.settings().get().descriptorReserve()));
    }

    /** @param clients and {@code budget} may be shared with other ports, and so may {@code descriptors} */
    public static Future<RtmpListener> open(
            Vertx vertx,
            RtmpService service,
            PortSettings settings,
            int eventLoops,
            Clients clients,
            ConnectionBudget budget,
            DescriptorBudget descriptors) {
        var shared = settings.shared();
        var bound = new CompletableFuture<Integer>();
        var verticles = Stream.generate(
                        () -> new RtmpServerVerticle(service, shared, bound, budget, descriptors, clients))
                .limit(eventLoops)
                .toList();
        var next = verticles.iterator();
        return vertx.deployVerticle(next::next, new DeploymentOptions().setInstances(eventLoops))
                .map(id -> new RtmpListener(vertx, id, bound.join(), clients, verticles));
    }

    /**
     * Goes on as before for the notice, {@code limit} at most: until then a balancer may send clients here. Then takes no further
     * publishers, and asks clients to move or lets them go within what is left of {@code limit}; those that stay are served.
     * Completes when the notice is over.
     */
    public Future<Void> drain(Duration notice, Duration limit) {
        if (notice.compareTo(limit) > 0) {
            return drain(limit, limit);
        }
        if (notice.isZero()) {
            drain(limit);
            return Future.succeededFuture();
        }
        return vertx.timer(notice.toNanos(), TimeUnit.NANOSECONDS)
                .onSuccess(over -> drain(limit.minus(notice)))
                .mapEmpty();
    }

    private void drain(Duration limit) {
        var drain = PortDrain.begin(limit);
        verticles.forEach(verticle -> verticle.drain(drain));
    }

    /** Whether somebody publishes or plays here, or waits to. Any thread. */
    public Future<Boolean> isInUse() {
        var looks = verticles.stream().map(RtmpServerVerticle::isInUse).toList();
        return Future.join(looks).map(looked -> looks.stream().anyMatch(Future::result));
    }

    /** Closes the port, tells every client, and waits for them to leave. */
    public Future<Void> close() {
        return vertx.undeploy(deploymentId);
    }
}
