package dev.headwater.server.launch;

import dev.headwater.server.admin.Api;
import dev.headwater.server.admin.HealthCheck;
import dev.headwater.server.admin.ManagementServer;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.limits.HeapWatch;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.tracing.Trace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What makes a process an origin or an edge. Made for one node; methods are called once each, in the order below. */
public interface NodeRole {
    /** {@code origin} or {@code edge}. */
    String name();

    /** Joins the cluster and builds the Vert.x on it. If it fails, it has left nothing behind. */
    Future<Vertx> join(NodeConfig config, VertxSetup setup);

    /** Puts the role together; nothing runs yet. */
    Assembly assemble(Surroundings surroundings);

    /** Completes when the node has lost its place in the cluster for good, by no command. On any thread. */
    Future<Void> lost();

    /** Leaves the cluster. Vert.x is closed by now. */
    Future<?> leave();

    /**
     * What a role finds when it is put together.
     *
     * @param running for whoever lives by what may change: to be asked again, or followed
     * @param trace where the node's traces begin
     * @param heap whether it has room for anybody new
     * @param ports those that are open so far, by their keys: {@code rtmp.port}
     * @param access for whom the node's API is, at whatever port
     * @param drain does what SIGTERM does; returns at once
     */
    record Surroundings(
            RunningConfig running,
            Vertx vertx,
            NodeMetrics metrics,
            Trace trace,
            HeapWatch heap,
            Supplier<Map<String, Integer>> ports,
            ManagementServer.Access access,
            Runnable drain) {
        /** What holds now. */
        public NodeConfig config() {
            return running.now();
        }
    }

    /**
     * A role, put together.
     *
     * @param parts in the order of their start; the management port is open before the first of them
     * @param ready further conditions of {@code /readyz}, beside started and not draining
     * @param api what the management port serves beside health and metrics
     */
    record Assembly(List<Part> parts, List<HealthCheck> ready, Api api) {
        public Assembly {
            parts = List.copyOf(parts);
            ready = List.copyOf(ready);
        }
    }
}
