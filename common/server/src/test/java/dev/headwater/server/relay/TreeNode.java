package dev.headwater.server.relay;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.TestNode;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.rtmp.session.ServerSettings;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.auth.Access;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.net.PortSettings;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.rtmp.CallerResolver;
import dev.headwater.server.rtmp.PlayGreeting;
import dev.headwater.server.rtmp.RtmpListener;
import dev.headwater.server.rtmp.RtmpService;
import dev.headwater.server.rtmp.RtmpSettings;
import dev.headwater.server.tracing.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** An edge's pulls with a relay port on a real socket, and players that only the test knows. Thread-safe. */
final class TreeNode {
    private static final PullSettings SETTINGS = new PullSettings(
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofMillis(20),
            Duration.ofMillis(100));

    private final NodeMetrics metrics;
    private final Pulls pulls;
    private final RtmpListener port;
    private volatile int relayPort;

    TreeNode(Vertx vertx, String name, StreamDirectory directory) {
        this(vertx, name, directory, new LocalNodeDirectory());
    }

    /** @param nodes the cluster, which is told of this one */
    TreeNode(Vertx vertx, String name, StreamDirectory directory, NodeDirectory nodes) {
        metrics = new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags(name, "z", "edge", "test"));
        var contexts = new LoopContexts(vertx);
        var connector = new RelayConnector(
                vertx,
                contexts,
                () -> new LinkSettings(SessionLimits.DEFAULTS, 4_096, SETTINGS.connectTimeout()),
                name,
                new RelayGrants(List.of(), InstantSource.system()),
                Optional.empty());
        pulls = new Pulls(
                directory,
                new NodesView(nodes, System::nanoTime),
                (loop, target, request, trace, events) ->
                        RelayUpstream.open(connector, loop, target, request, trace, events),
                contexts::nextLoop,
                Limits.HUB,
                () -> SETTINGS,
                new RelaySelf(name, "z", () -> Optional.of(address()), 1),
                FlightRecorder.OFF,
                metrics);
        port = open(vertx, pulls::relay, pulls, metrics);
        relayPort = port.port();
        nodes.announce(TestNode.edge(name).zone("z").relay(relayPort).record()).await();
    }

    /** A relay port that takes no publishes. */
    static RtmpListener open(Vertx vertx, StreamSource source, PlayGreeting greeting, NodeMetrics metrics) {
        var settings = new RtmpSettings(
                SessionLimits.DEFAULTS,
                new ServerSettings(4_096, 2_500_000),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ZERO,
                65_536,
                Duration.ofSeconds(1),
                100,
                0);
        var service = new RtmpService(
                "relay",
                () -> settings,
                Access.AUTHORISED,
                PortLimits.NONE,
                request -> Future.succeededFuture(
                        new PublishDecision.Refused(StatusCode.PUBLISH_DENIED, "nobody publishes here")),
                source,
                greeting,
                CallerResolver.PUBLIC,
                metrics.relay);
        return RtmpListener.open(vertx, service, PortSettings.direct("127.0.0.1", 0), 1)
                .await();
    }

    RelayAddress address() {
        return new RelayAddress("127.0.0.1", relayPort);
    }

    /** A player; it has its stream when the future has. */
    Future<LiveStream> play(StreamKey key) {
        return pulls.open(new PlayRequest(
                        key,
                        "",
                        "the test",
                        false,
                        reason -> {},
                        Trace.NONE,
                        Promise.<Void>promise().future()))
                .map(decision -> {
                    var stream = ((PlayDecision.Found) decision).stream();
                    new CapturingPlayer().join(stream, stream.loop());
                    return stream;
                });
    }

    /** The way of the stream's frames, this node last; empty while they do not come. */
    List<String> path(LiveStream stream) {
        return RelayGreeting.read(pulls.of(stream)).map(RelayGreeting::path).orElse(List.of());
    }

    boolean hasNothing() {
        return pulls.keys().isEmpty();
    }

    void close() {
        pulls.close();
        port.close().await();
    }
}
