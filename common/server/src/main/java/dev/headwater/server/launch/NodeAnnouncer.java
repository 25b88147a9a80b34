package dev.headwater.server.launch;

import dev.headwater.cluster.HeldStreams;
import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.function.Supplier;

/** Tells the other nodes of this one. Thread-safe. */
public final class NodeAnnouncer {
    private final NodeDirectory nodes;
    private final String role;
    private final NodeRole.Surroundings node;
    private final NodeLoad load;
    private final Supplier<? extends Collection<StreamKey>> streams;
    private final long run;
    private volatile boolean draining;

    /**
     * @param streams those that the node can play without a pull
     * @param run of the process, a random number
     */
    public NodeAnnouncer(
            NodeDirectory nodes,
            String role,
            NodeRole.Surroundings node,
            NodeLoad load,
            Supplier<? extends Collection<StreamKey>> streams,
            long run) {
        this.nodes = nodes;
        this.role = role;
        this.node = node;
        this.load = load;
        this.streams = streams;
        this.run = run;
    }

    /** The last part to start and the first to stop: others find this node only while it serves. */
    public Part part() {
        return new PeriodicPart(
                "announcer",
                node.vertx(),
                node.config().cluster().announceInterval(),
                this::announce,
                this::drain,
                () -> nodes.withdraw(node.config().node().name()));
    }

    private Future<Void> announce() {
        return nodes.announce(record());
    }

    /** Told at once: who looks for a node now is not to find this one. */
    private Future<Void> drain() {
        draining = true;
        return announce();
    }

    /** With the ports that are open. */
    NodeRecord record() {
        var identity = node.config().node();
        var open = node.ports().get();
        return new NodeRecord(
                identity.name(),
                role,
                identity.zone(),
                run,
                new NodeRecord.Hosts(
                        identity.host(),
                        Settings.relayHost(node.config()),
                        identity.publicHost().orElse(identity.host())),
                new NodeRecord.Ports(
                        open.getOrDefault("rtmp.port", 0),
                        open.getOrDefault("rtmps.port", 0),
                        open.getOrDefault("http.port", 0),
                        open.getOrDefault("https.port", 0),
                        open.getOrDefault("relay.port", 0),
                        open.getOrDefault("management.port", 0)),
                role.equals(NodeRecord.ORIGIN) ? load.value() : load.ofPlayers(),
                draining,
                HeldStreams.of(streams.get()),
                load.refusals());
    }
}
