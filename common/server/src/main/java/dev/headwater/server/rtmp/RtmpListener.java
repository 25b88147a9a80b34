package dev.headwater.server.rtmp;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open RTMP port: one verticle per event loop. Thread-safe.
 *
 * @param port that it listens on, never 0
 * @param clients who is connected to it
 */
public record RtmpListener(Vertx vertx, String deploymentId, int port, Clients clients) {
    /** To Vert.x a negative number means any free port, and the same one for all who give that number. */
    private static final AtomicInteger ANY_FREE_PORT = new AtomicInteger();

    /** @param port 0 for any free one */
    public static Future<RtmpListener> open(Vertx vertx, RtmpService service, String host, int port, int eventLoops) {
        int sharedPort = port == 0 ? ANY_FREE_PORT.decrementAndGet() : port;
        var bound = new CompletableFuture<Integer>();
        var budget = new ConnectionBudget(service.settings().maxConnections());
        var clients = new Clients();
        return vertx.deployVerticle(
                        () -> new RtmpServerVerticle(service, host, sharedPort, bound, budget, clients),
                        new DeploymentOptions().setInstances(eventLoops))
                .map(id -> new RtmpListener(vertx, id, bound.join(), clients));
    }

    /** Closes the port, tells every client, and waits for them to leave. */
    public Future<Void> close() {
        return vertx.undeploy(deploymentId);
    }
}
