package dev.headwater.server.launch;

import dev.headwater.server.http.HttpMediaServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;

/**
 * An HTTP media port as a part of the node.
 *
 * @param name {@code http} or {@code https}
 */
public record HttpPart(Vertx vertx, String name, HttpMediaServer server) implements Part {
    @Override
    public Future<?> start() {
        return vertx.deployVerticle(server);
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of(name + ".port", server.port());
    }

    @Override
    public Future<?> stop() {
        return vertx.undeploy(server.deploymentID());
    }
}
