package dev.headwater.server.launch;

import dev.headwater.server.admin.ManagementServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;

/** The management port as a part of the node. */
record ManagementPart(Vertx vertx, ManagementServer server) implements Part {
    @Override
    public String name() {
        return "management";
    }

    @Override
    public Future<?> start() {
        return vertx.deployVerticle(server);
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("management.port", server.port());
    }

    @Override
    public Future<?> stop() {
        return vertx.undeploy(server.deploymentID());
    }
}
