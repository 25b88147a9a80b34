package dev.headwater.server.launch;

import dev.headwater.server.admin.HostNames;
import dev.headwater.server.admin.ManagementServer;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.metrics.NodeMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;

/** The management port as a part of the node. */
record ManagementPart(Vertx vertx, ManagementServer server) implements Part {
    /** For whom the node's API is, at whatever port. */
    static ManagementServer.Access access(RunningConfig running, NodeMetrics metrics) {
        var self = running.now().node();
        return new ManagementServer.Access(
                () -> running.now().management().tokens().orElse(List.of()),
                HostNames.of(self.name(), self.host()),
                metrics.access::refusedByApi);
    }

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
