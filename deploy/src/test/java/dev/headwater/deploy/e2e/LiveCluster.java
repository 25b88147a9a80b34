package dev.headwater.deploy.e2e;

import dev.headwater.edge.EdgeRole;
import dev.headwater.origin.OriginRole;
import dev.headwater.server.config.ConfigSources;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.launch.Node;
import dev.headwater.server.launch.NodeRole;
import dev.headwater.testkit.Ports;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Origins and edges of one cluster in this JVM, on ports of their own, publishing open. Confined to the test's thread. */
final class LiveCluster implements AutoCloseable {
    private final String name = "e2e-" + UUID.randomUUID();
    private final List<Integer> members = new ArrayList<>();
    private final List<LiveNode> nodes = new ArrayList<>();
    private final List<String> common;

    /** @param settings of every node, as {@code key=value} */
    LiveCluster(String... settings) {
        common = List.of(settings);
    }

    LiveNode origin(String... settings) {
        return start("origin", new OriginRole(), Optional.empty(), settings);
    }

    /** One that has a file beside its settings, and may be told to read it again. */
    LiveNode origin(Path file) {
        return start("origin", new OriginRole(), Optional.of(file));
    }

    LiveNode edge(String... settings) {
        return start("edge", new EdgeRole(), Optional.empty(), settings);
    }

    /** As for an origin. */
    LiveNode edge(Path file) {
        return start("edge", new EdgeRole(), Optional.of(file));
    }

    private LiveNode start(String role, NodeRole assembled, Optional<Path> file, String... settings) {
        var all = settings(role + "-" + (nodes.size() + 1));
        all.addAll(List.of(settings));
        var running = RunningConfig.of(new ConfigSources(file, Map.of(), all));
        var node = Node.start(running, assembled).await();
        var live = new LiveNode(node);
        nodes.add(live);
        return live;
    }

    /** What a node of this cluster needs, the settings of a further process too. */
    List<String> settings(String nodeName) {
        int port = Ports.free();
        var all = new ArrayList<>(List.of(
                "node.name=" + nodeName,
                "node.host=127.0.0.1",
                "event-loops=2",
                "auth.publish=open",
                "rtmp.port=0",
                "relay.host=127.0.0.1",
                "relay.port=0",
                "http.port=0",
                "management.port=0",
                "cluster.name=" + name,
                "cluster.secret=" + name,
                "cluster.host=127.0.0.1",
                "cluster.port=" + port,
                "cluster.event-bus-port=0",
                "shutdown.drain-timeout=0s",
                "shutdown.notice=0s"));
        if (!members.isEmpty()) {
            all.add("cluster.members="
                    + members.stream().map(member -> "127.0.0.1:" + member).collect(Collectors.joining(",")));
        }
        all.addAll(common);
        members.add(port);
        return all;
    }

    /** Stops one node after another, the edges before what they pull from: who leaves with all others waits for those that are gone. */
    @Override
    public void close() {
        Future<?> stopped = Future.succeededFuture();
        for (var node : nodes.reversed()) {
            stopped = stopped.eventually(node::stop);
        }
        stopped.await();
    }
}
