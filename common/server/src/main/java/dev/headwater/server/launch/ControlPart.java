package dev.headwater.server.launch;

import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.server.admin.Api;
import dev.headwater.server.compat.CompatApi;
import dev.headwater.server.control.Control;
import dev.headwater.server.control.LocalNode;
import dev.headwater.server.control.StreamsHere;
import io.vertx.core.Future;

/** The control as a part of the node: it is there before the first client, and until the last has left. */
public final class ControlPart implements Part {
    private final Control control;
    private final Api compat;
    private final Part greetings;

    /** @param rtmp the port for broadcasters and players */
    public ControlPart(
            NodeRole.Surroundings node,
            StreamDirectory directory,
            NodesView nodes,
            RtmpPart rtmp,
            StreamsHere streams) {
        var config = node.config();
        control = new Control(
                node.vertx(),
                config.node().name(),
                new LocalNode(node.metrics().rtmp, rtmp::clients, streams, node.drain()),
                nodes,
                directory);
        compat = new CompatApi(control.answers(), config.node().name(), Version.TEXT, node.metrics());
        greetings = new PeriodicPart(
                name(), node.vertx(), config.cluster().announceInterval(), control::greet, Future::succeededFuture);
    }

    /** What the management port serves of it. */
    public Api api() {
        return router -> {
            control.api().mount(router);
            compat.mount(router);
        };
    }

    @Override
    public String name() {
        return "control";
    }

    @Override
    public Future<?> start() {
        return control.start().onSuccess(listening -> greetings.start()); // nobody waits for a node that is silent
    }

    @Override
    public Future<?> stop() {
        return greetings.stop().eventually(control::stop);
    }
}
