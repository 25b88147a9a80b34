package dev.headwater.server.launch;

import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.UsesDirectory;
import dev.headwater.cluster.hazelcast.HazelcastCluster;
import dev.headwater.server.admin.HealthCheck;
import dev.headwater.server.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node's place in its cluster, from join to leave: what both roles need of it. Thread-safe after {@link #join}. */
public final class ClusterMembership {
    private final boolean lite;
    private volatile @Nullable HazelcastCluster cluster;

    /** @param lite for a node that asks the directory and holds no part of it */
    public ClusterMembership(boolean lite) {
        this.lite = lite;
    }

    /** Joins, or stands alone if nobody is there, and builds the clustered Vert.x. Leaves nothing behind if it fails. */
    public Future<Vertx> join(NodeConfig config, VertxSetup setup) {
        return HazelcastCluster.join(Settings.cluster(config, lite)).compose(joined -> {
            cluster = joined;
            return joined.clusteredVertx(setup.options(), setup.builder())
                    .recover(cause -> leave().transform(left -> Future.failedFuture(cause)));
        });
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

    public NodeDirectory nodes() {
        return joined().nodes();
    }

    public UsesDirectory uses() {
        return joined().uses();
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
