package dev.headwater.server.control;

import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.server.admin.Api;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** A node's part in the control of its cluster: it answers the others, and lets its operator ask them. Thread-safe. */
public final class Control {
    private final NodeControl local;
    private final Asking asking;
    private final ControlApi api;

    /** @param names by which operators may call the node; empty if it asks them for tokens, which no page of another site has */
    public Control(
            Vertx vertx,
            String nodeId,
            Optional<HostNames> names,
            LocalNode node,
            NodesView nodes,
            StreamDirectory streams) {
        local = new NodeControl(vertx, nodeId, node);
        asking = new Asking(vertx, nodeId, local, nodes);
        api = new ControlApi(
                names, new NodesResource(asking), new StreamsResource(streams, asking), new ClientsResource(asking));
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
