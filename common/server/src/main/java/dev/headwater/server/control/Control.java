package dev.headwater.server.control;

import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.server.admin.Api;
import dev.headwater.server.config.RunningConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;

/** A node's part in the control of its cluster: it answers the others, and lets its operator ask them. Thread-safe. */
public final class Control {
    private final NodeControl local;
    private final Asking asking;
    private final ControlApi api;
    private final ClusterAnswers answers;

    public Control(
            Vertx vertx,
            String nodeId,
            RunningConfig config,
            LocalNode node,
            NodesView nodes,
            StreamDirectory streams) {
        local = new NodeControl(vertx, nodeId, config, node);
        asking = new Asking(vertx, nodeId, local, nodes);
        var nodesResource = new NodesResource(asking);
        var streamsResource = new StreamsResource(streams, asking);
        var clients = new ClientsResource(asking);
        api = new ControlApi(
                nodesResource,
                new AppsResource(config, streams, node.limiter(), asking),
                streamsResource,
                clients,
                new EventsResource(asking),
                new HistoryResource(asking),
                new ConfigResource(vertx, nodeId, config, asking),
                new LogLevelsResource(asking),
                new RelaysResource(node.relays(), asking));
        answers = new ClusterAnswers(nodesResource, streamsResource, clients);
    }

    /** See {@link ControlApi#operations}. */
    Set<String> operations() {
        return api.operations();
    }

    /** What the management port serves of it. */
    public Api api() {
        return api;
    }

    /** The same for who gives it another shape. */
    public ClusterAnswers answers() {
        return answers;
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
