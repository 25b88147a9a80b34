package dev.headwater.server.launch;

import dev.headwater.server.http.HttpMediaServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;

/** The HTTP media port as a part of the node. */
public record HttpPart(Vertx vertx, HttpMediaServer server) implements Part {
    @Override
    public String name() {
        return "http";
    }

    @Override
    public Future<?> start() {
        return vertx.deployVerticle(server);
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("http.port", server.port());
    }

    @Override
    public Future<?> stop() {
        return vertx.undeploy(server.deploymentID());
    }
}
