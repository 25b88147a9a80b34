package dev.headwater.deploy.demo;

import dev.headwater.edge.EdgeRole;
import dev.headwater.loadtest.client.Connections;
import dev.headwater.loadtest.client.LocalAddresses;
import dev.headwater.loadtest.client.Loops;
import dev.headwater.loadtest.client.Protocols;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.client.TransportKind;
import dev.headwater.loadtest.measure.Summary;
import dev.headwater.loadtest.process.FreePorts;
import dev.headwater.loadtest.run.Group;
import dev.headwater.loadtest.run.LoadRun;
import dev.headwater.loadtest.run.Plan;
import dev.headwater.loadtest.run.RunSettings;
import dev.headwater.loadtest.run.Span;
import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.loadtest.source.Shape;
import dev.headwater.origin.OriginRole;
import dev.headwater.server.config.ConfigSources;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.launch.Node;
import dev.headwater.server.launch.NodeRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code headwater rehearse}: an origin and an edge in this very process serve made-up streams to players of every protocol for
 * some seconds. The launcher has the JVM watch it: what nodes need for their first clients is then in the AOT cache, and the first
 * publish and the first picture of a fresh node do not wait for classes.
 */
@Command(name = "rehearse", hidden = true, description = "Serves streams within this process for some seconds.")
public final class RehearseCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration COMING = Duration.ofSeconds(1);
    private static final Duration SERVING = Duration.ofSeconds(3);
    private static final Shape MEDIA = new Shape(1_000, 25, Duration.ofSeconds(1), true);
    private static final String STREAM = "/live/rehearsal";
    private static final String FORWARDED = "/live/forwarded";

    /** Many at once, as at the end of an advertisement; one after another they would find everything warm. */
    private static final double PLAYERS_PER_SECOND = 100;

    /** Several may rehearse on one machine: only the ports that members must know of each other are chosen, each process' own. */
    private static final int FIRST_CLUSTER_PORT = 20_000;

    private static final int CLUSTER_PORTS = 10_000;

    @Override
    public Integer call() throws InterruptedException, TimeoutException {
        int clusterPort = FIRST_CLUSTER_PORT + (int) (ProcessHandle.current().pid() % CLUSTER_PORTS);
        var ports = new FreePorts();
        var places = Stream.of("origin", "edge")
                .map(role -> DemoNode.anywhere(role, ports.at(clusterPort)))
                .toList();
        var origin = start(places.getFirst(), places, new OriginRole());
        var edge = start(places.getLast(), places, new EdgeRole());
        var served = serve(origin, edge);
        ask(origin, edge);
        edge.stop().await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        origin.stop().await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!served.failures().isEmpty()) {
            System.err.println("rehearse: not all clients were served: " + served.failures());
            return 1;
        }
        return 0;
    }

    private static Node start(DemoNode place, List<DemoNode> members, NodeRole role) throws TimeoutException {
        return Node.start(config(place, members), role).await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Nothing of the environment: it is a real node's. */
    private static NodeConfig config(DemoNode place, List<DemoNode> members) {
        var settings = new ArrayList<String>();
        place.settings("headwater-rehearsal-" + ProcessHandle.current().pid(), "127.0.0.1", members)
                .forEach((key, value) -> settings.add(key + "=" + value));
        return new ConfigSources(Optional.empty(), Map.of(), settings).read().node();
    }

    private static Summary serve(Node origin, Node edge) {
        var groups = new ArrayList<Group>();
        groups.add(publisher(url("rtmp", origin, STREAM)));
        groups.add(publisher(url("rtmp", edge, FORWARDED)));
        for (var node : List.of(edge, origin)) {
            groups.add(players(url("rtmp", node, STREAM)));
            groups.add(players(url("http", node, STREAM + ".flv")));
            groups.add(players(url("ws", node, STREAM + ".flv")));
            groups.add(players(url("http", node, STREAM + ".m3u8").lowLatency()));
        }
        try (var loops = Loops.start(TransportKind.AUTO, 1)) {
            var protocols = new Protocols(
                    server -> new Connections(loops, server.resolve(), LocalAddresses.ANY, CLIENT_PATIENCE));
            return new LoadRun(
                            loops,
                            new RunSettings(protocols, CLIENT_PATIENCE),
                            new Plan(groups, COMING, SERVING),
                            second -> {})
                    .run(Map.of());
        }
    }

    private static StreamUrl url(String scheme, Node node, String path) {
        int port = node.port(scheme.equals("rtmp") ? "rtmp.port" : "http.port");
        return StreamUrl.parse("%s://127.0.0.1:%d%s".formatted(scheme, port, path));
    }

    private static Group publisher(StreamUrl url) {
        return new Group.Publishers(url, 1, PLAYERS_PER_SECOND, Span.whole(), () -> new GeneratedSource(MEDIA));
    }

    private static Group players(StreamUrl url) {
        return new Group.Players(url, 1, 2, PLAYERS_PER_SECOND, Span.whole());
    }

    /** What probes, Prometheus and an operator ask for. */
    private static void ask(Node... nodes) throws InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            for (var node : nodes) {
                for (String page : List.of("readyz", "metrics", "api/v1/nodes", "api/v1/streams")) {
                    var uri = URI.create("http://127.0.0.1:%d/%s".formatted(node.port("management.port"), page));
                    http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("a node of the rehearsal does not answer: " + e.getMessage(), e);
        }
    }
}
