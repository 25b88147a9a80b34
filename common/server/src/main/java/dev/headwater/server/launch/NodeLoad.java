package dev.headwater.server.launch;

import dev.headwater.cluster.Refusals;
import java.util.function.DoubleSupplier;

/** How full a node is, and whom it takes no more. Thread-safe. */
final class NodeLoad {
    private final NodeRole.Surroundings node;
    private final DoubleSupplier players;
    private final DoubleSupplier hls;

    /**
     * @param players how much is taken of {@code limits.players-per-node}, from 0 to 1
     * @param hls how much is taken of {@code hls.max-sessions}, from 0 to 1
     */
    NodeLoad(NodeRole.Surroundings node, DoubleSupplier players, DoubleSupplier hls) {
        this.node = node;
        this.players = players;
        this.hls = hls;
    }

    /**
     * The most that is taken of what bounds all its clients, from 0 to 1; 1 while the heap has no room for more. Connections
     * of other nodes count: broadcasters come through edges as well.
     */
    double value() {
        return node.heap().isShort() ? 1 : Math.min(1, Math.max(rtmp() + relay(), http()));
    }

    /** The same for a node whose clients are players. */
    double ofPlayers() {
        return Math.min(1, Math.max(value(), Math.max(players.getAsDouble(), hls.getAsDouble())));
    }

    Refusals refusals() {
        boolean all = node.heap().isShort() || players.getAsDouble() >= 1;
        return new Refusals(all || rtmp() >= 1, all || http() >= 1, all || hls.getAsDouble() >= 1);
    }

    private double rtmp() {
        return ofRtmpPort(node.metrics().rtmp.connections.value());
    }

    private double relay() {
        return ofRtmpPort(node.metrics().relay.connections.value());
    }

    private double ofRtmpPort(long connections) {
        return (double) connections / node.config().rtmp().maxConnections();
    }

    private double http() {
        return (double) node.metrics().http.connections.value()
                / node.config().http().maxConnections();
    }
}
