package dev.headwater.server.launch;

import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.server.admin.Api;
import dev.headwater.server.admin.ApiServer;
import dev.headwater.server.compat.CompatApi;
import dev.headwater.server.control.Control;
import dev.headwater.server.control.LocalNode;
import dev.headwater.server.control.NodeHistory;
import dev.headwater.server.control.StreamsHere;
import dev.headwater.server.foreign.RelayList;
import dev.headwater.server.foreign.RelayReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The control as a part of the node: it is there before the first client, and until the last has left. */
public final class ControlPart implements Part {
    private final Control control;
    private final CompatApi compat;
    private final Vertx vertx;
    private final Optional<ApiServer> srs;
    private final Part greetings;
    private final Part samples;

    /**
     * @param ports for broadcasters and players
     * @param reports of the relays that the node takes part in running
     */
    public ControlPart(
            NodeRole.Surroundings node,
            StreamDirectory directory,
            NodesView nodes,
            LimitsPart limits,
            ClientPorts ports,
            StreamsHere streams,
            RelayList relays,
            Supplier<List<RelayReport>> reports) {
        var config = node.config();
        var history = new NodeHistory(node.metrics(), InstantSource.system(), System::nanoTime);
        samples = new PeriodicPart(name(), node.vertx(), NodeHistory.INTERVAL, () -> {
            history.sample();
            return Future.succeededFuture();
        });
        control = new Control(
                node.vertx(),
                config.node().name(),
                node.running(),
                new LocalNode(
                        List.of(node.metrics().rtmp, node.metrics().http),
                        node.metrics().traffic,
                        limits.limiter(),
                        () -> ports.rtmp().clients(),
                        streams,
                        ports.pictures(),
                        relays,
                        reports,
                        history,
                        node.drain()),
                nodes,
                directory);
        compat = new CompatApi(control.answers(), config.node().name(), Version.TEXT, node.metrics());
        vertx = node.vertx();
        srs = config.management()
                .srsPort()
                .map(port -> new ApiServer(config.management().host(), port, node.access(), compat.srs()));
        greetings = new PeriodicPart(name(), node.vertx(), config.cluster().announceInterval(), control::greet);
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
        return Future.join(
                control.start().onSuccess(listening -> greetings.start()), // nobody waits for a node that is silent
                samples.start(),
                srs.<Future<?>>map(vertx::deployVerticle).orElseGet(Future::succeededFuture));
    }

    @Override
    public Map<String, Integer> ports() {
        return srs.map(server -> Map.of("management.srs-port", server.port())).orElseGet(Map::of);
    }

    @Override
    public Future<?> stop() {
        Future<?> closed = srs.<Future<?>>map(server -> vertx.undeploy(server.deploymentID()))
                .orElseGet(Future::succeededFuture);
        return Future.join(greetings.stop(), samples.stop(), closed).eventually(control::stop);
    }
}
