package dev.headwater.server.launch;

import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.RelayBook;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.UsesDirectory;
import dev.headwater.cluster.hazelcast.HazelcastCluster;
import dev.headwater.server.admin.HealthCheck;
import dev.headwater.server.config.ClusterSecrets;
import dev.headwater.server.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's place in its cluster, from join to leave: what both roles need of it. Thread-safe after {@link #join}. */
public final class ClusterMembership {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMembership.class);

    private final boolean lite;
    private final Promise<Void> lost = Promise.promise();
    private volatile @Nullable HazelcastCluster cluster;

    /** @param lite for a node that asks the directory and holds no part of it */
    public ClusterMembership(boolean lite) {
        this.lite = lite;
    }

    /** Joins, or stands alone if nobody is there, and builds the clustered Vert.x. Leaves nothing behind if it fails. */
    public Future<Vertx> join(NodeConfig config, VertxSetup setup) {
        return HazelcastCluster.join(Settings.cluster(config, lite)).compose(joined -> {
            cluster = joined;
            joined.lost().onComplete(lost);
            if (ClusterSecrets.read(config.cluster()).isEmpty()) {
                joined.watchNodes(ClusterMembership::warnOfAnotherMachine);
            }
            return joined.clusteredVertx(setup.options(), setup.builder())
                    .recover(cause -> leave().transform(left -> Future.failedFuture(cause)));
        });
    }

    /** Without a secret the relay ports listen to their own machines. */
    static void warnOfAnotherMachine(String nodeId, InetAddress address) {
        if (!isOfThisMachine(address)) {
            LOG.warn(
                    "node={} is at another machine, {}, and without cluster.secret neither of us can pull from the other:"
                            + " set a secret, the same at all nodes",
                    nodeId,
                    address.getHostAddress());
        }
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** {@link HazelcastCluster#lost}. */
    public Future<Void> lost() {
        return lost.future();
    }

    /** Hands over what this member holds, and leaves. Idempotent. */
    public Future<Void> leave() {
        var leaving = cluster;
        cluster = null;
        return leaving == null ? Future.succeededFuture() : leaving.leave();
    }

    private HazelcastCluster joined() {
        var joined = cluster;
        if (joined == null) {
            throw new IllegalStateException("not in the cluster");
        }
        return joined;
    }

    public StreamDirectory streams() {
        return joined().streams();
    }

    public StreamDirectory relays() {
        return joined().relays();
    }

    public RelayBook relayBook() {
        return joined().relayBook();
    }

    public NodeDirectory nodes() {
        return joined().nodes();
    }

    public UsesDirectory uses() {
        return joined().uses();
    }

    /** See {@link HazelcastCluster#clock}. */
    public InstantSource clock() {
        return joined().clock();
    }

    /** For {@code /readyz}: some member holds the directory. */
    public HealthCheck health() {
        return HealthCheck.of(
                "cluster",
                () -> {
                    var joined = cluster;
                    return joined != null && joined.view().joined();
                },
                "no origin in the cluster yet");
    }

    /** Nodes that this one sees in its cluster, itself included; 0 before it has joined and when it has left. */
    public int nodesInSight() {
        var joined = cluster;
        return joined == null ? 0 : joined.view().members();
    }

    /** {@link HazelcastCluster#merges}; 0 before it has joined and when it has left. */
    public int merges() {
        var joined = cluster;
        return joined == null ? 0 : joined.merges();
    }

    /** Shows the cluster's ports among those of the node. */
    public Part part() {
        return new Part() {
            @Override
            public String name() {
                return "cluster";
            }

            @Override
            public Future<?> start() {
                return Future.succeededFuture();
            }

            @Override
            public Map<String, Integer> ports() {
                return Map.of("cluster.port", joined().port());
            }

            @Override
            public Future<?> stop() {
                return Future.succeededFuture();
            }
        };
    }
}
