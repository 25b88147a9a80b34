package dev.headwater.server.launch;

import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.metrics.NodeMetrics;
import io.vertx.core.Vertx;
import java.util.function.IntSupplier;

/** Tells the other nodes of this one. Thread-safe. */
public final class NodeAnnouncer {
    private final NodeDirectory nodes;
    private final NodeConfig config;
    private final String role;
    private final IntSupplier rtmpPort;
    private final IntSupplier relayPort;
    private final NodeMetrics metrics;

    /** @param relayPort 0 for a node that has none */
    public NodeAnnouncer(
            NodeDirectory nodes,
            NodeConfig config,
            String role,
            IntSupplier rtmpPort,
            IntSupplier relayPort,
            NodeMetrics metrics) {
        this.nodes = nodes;
        this.config = config;
        this.role = role;
        this.rtmpPort = rtmpPort;
        this.relayPort = relayPort;
        this.metrics = metrics;
    }

    /** The last part to start and the first to stop: others find this node only while it serves. */
    public Part part(Vertx vertx) {
        return new PeriodicPart(
                "announcer",
                vertx,
                config.cluster().announceInterval(),
                () -> nodes.announce(record()),
                () -> nodes.withdraw(config.node().name()));
    }

    private NodeRecord record() {
        double load = Math.min(
                1, (double) metrics.rtmp.connections.value() / config.rtmp().maxConnections());
        return new NodeRecord(
                config.node().name(),
                role,
                config.node().zone(),
                config.node().host(),
                rtmpPort.getAsInt(),
                relayPort.getAsInt(),
                config.http().port(),
                config.management().port(),
                load,
                false);
    }
}
