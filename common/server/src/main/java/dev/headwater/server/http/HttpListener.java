package dev.headwater.server.http;

import dev.headwater.server.net.PortSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;

/**
 * An open HTTP media port: one server per event loop. Thread-safe.
 *
 * @param port that it listens on, never 0
 */
public record HttpListener(Vertx vertx, String deploymentId, int port) {
    public static Future<HttpListener> open(Vertx vertx, HttpService service, PortSettings settings, int eventLoops) {
        var shared = settings.shared();
        var bound = new CompletableFuture<Integer>();
        return vertx.deployVerticle(
                        () -> new HttpMediaServer(service, shared, bound),
                        new DeploymentOptions().setInstances(eventLoops))
                .map(id -> new HttpListener(vertx, id, bound.join()));
    }

    /** Closes the port, and whoever is connected to it. */
    public Future<Void> close() {
        return vertx.undeploy(deploymentId);
    }
}
