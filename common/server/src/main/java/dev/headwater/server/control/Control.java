package dev.headwater.server.control;

import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.server.admin.Api;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** A node's part in the control of its cluster: it answers the others, and lets its operator ask them. Thread-safe. */
public final class Control {
    private final NodeControl local;
    private final Asking asking;
    private final ControlApi api;

    public Control(Vertx vertx, String nodeId, LocalNode node, NodeDirectory nodes, StreamDirectory streams) {
        local = new NodeControl(vertx, nodeId, node);
        asking = new Asking(
                vertx,
                nodeId,
                local,
                new KnownNodes(nodes, Asking.DIRECTORY_PATIENCE, StreamsResource.DIRECTORY_PATIENCE));
        api = new ControlApi(
                new NodesResource(asking), new StreamsResource(streams, asking), new ClientsResource(asking));
    }

    /** What the management port serves of it. */
    public Api api() {
        return api;
    }

    /** Completes when the other nodes can ask this one. */
    public Future<?> start() {
        return local.start();
    }

    /** Keeps the way to the other nodes known; call it every {@code cluster.announce-interval}. */
    public Future<?> greet() {
        return asking.greet();
    }

    public Future<?> stop() {
        return local.stop();
    }
}
