package dev.headwater.server.launch;

import dev.headwater.server.admin.EventLoopsCheck;
import dev.headwater.server.admin.HealthCheck;
import dev.headwater.server.admin.HealthChecks;
import dev.headwater.server.admin.ManagementServer;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.metrics.EventLoopLag;
import dev.headwater.server.metrics.MetricsRegistry;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.NodeMetrics.NodeTags;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node. Thread-safe; several may run in one JVM. */
public final class Node {
    private static final Logger log = LoggerFactory.getLogger(Node.class);

    private final NodeConfig config;
    private final NodeRole role;
    private final Vertx vertx;
    private final MetricsRegistry registry;
    private final EventLoopLag lag;
    private final NodeMetrics metrics;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Promise<Void> stopped = Promise.promise();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean ready;

    private Node(NodeConfig config, NodeRole role, Vertx vertx, MetricsRegistry registry) {
        this.config = config;
        this.role = role;
        this.vertx = vertx;
        this.registry = registry;
        var identity = config.node();
        metrics = new NodeMetrics(
                registry.registry(), new NodeTags(identity.name(), identity.zone(), role.name(), Version.TEXT));
        lag = new EventLoopLag(loops(), metrics.eventLoopLag);
    }

    /** Completes when every port is open. If it fails ({@link StartException}), nothing is left running. */
    public static Future<Node> start(NodeConfig config, NodeRole role) {
        var registry = new MetricsRegistry();
        var transport = TransportChoice.of(config.transport(), config.eventLoops());
        log.info(
                "starting {} {} of zone {}: version {}, transport {}, {} event loops, at most {} connections",
                role.name(),
                config.node().name(),
                config.node().zone(),
                Version.TEXT,
                transport.name(),
                config.eventLoops(),
                config.rtmp().maxConnections());
        return join(config, role, VertxSetup.of(config, transport, registry))
                .onFailure(cause -> registry.close())
                .map(vertx -> new Node(config, role, vertx, registry))
                .compose(Node::open);
    }

    private static Future<Vertx> join(NodeConfig config, NodeRole role, VertxSetup setup) {
        try {
            return role.join(config, setup)
                    .recover(cause -> Future.failedFuture(PortInUse.explain("cluster", cause, config)));
        } catch (RuntimeException e) {
            return Future.failedFuture(PortInUse.explain("cluster", e, config));
        }
    }

    private Future<Node> open() {
        try {
            var assembly = role.assemble(new NodeRole.Surroundings(config, vertx, metrics, this::ports));
            var parts = new ArrayList<Part>();
            parts.add(new ManagementPart(vertx, managementServer(assembly)));
            parts.addAll(assembly.parts());
            return lifecycle
                    .start(parts)
                    .onSuccess(done -> announceReady())
                    .map(this)
                    .recover(this::giveUp);
        } catch (RuntimeException e) {
            return giveUp(e);
        }
    }

    private Future<Node> giveUp(Throwable cause) {
        return close().compose(closed -> Future.failedFuture(PortInUse.explain(role.name(), cause, config)));
    }

    private ManagementServer managementServer(NodeRole.Assembly assembly) {
        var started = HealthCheck.of("started", () -> ready || stopping.get(), "the node is starting");
        var readiness = new ArrayList<HealthCheck>();
        readiness.add(started);
        readiness.add(HealthCheck.of("draining", () -> !stopping.get(), "the node was told to stop"));
        readiness.addAll(assembly.ready());
        return new ManagementServer(
                config.management().host(),
                config.management().port(),
                new HealthChecks(List.of(EventLoopsCheck.of(loops())), readiness, List.of(started)),
                new ManagementServer.Metrics(MetricsRegistry.CONTENT_TYPE, registry::scrape),
                assembly.lists());
    }

    private EventLoopGroup loops() {
        return ((VertxInternal) vertx).nettyEventLoopGroup();
    }

    private void announceReady() {
        ready = true;
        String ports = ports().entrySet().stream()
                .map(port -> port.getKey() + "=" + port.getValue())
                .collect(Collectors.joining(" "));
        log.info(
                "ready {} node.name={} node.host={} {}",
                role.name(),
                name(),
                config.node().host(),
                ports);
    }

    public String name() {
        return config.node().name();
    }

    /** The ports that are open, by their keys: {@code rtmp.port}. */
    public Map<String, Integer> ports() {
        return lifecycle.ports();
    }

    /** @param key of a port that the node has, such as {@code rtmp.port} */
    public int port(String key) {
        return Optional.ofNullable(ports().get(key))
                .orElseThrow(() -> new IllegalArgumentException(name() + " has no " + key));
    }

    public NodeMetrics metrics() {
        return metrics;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Drains, stops and leaves, within the two limits of {@code shutdown}. Idempotent; fails only if a limit is over. */
    public Future<Void> stop() {
        if (stopping.compareAndSet(false, true)) {
            var limits = config.shutdown();
            log.info(
                    "stopping {}: draining for at most {} ms",
                    name(),
                    limits.drainTimeout().toMillis());
            lifecycle
                    .drain(limits.drainTimeout())
                    .compose(drained -> lifecycle
                            .stop()
                            .compose(done -> close())
                            .timeout(limits.stopTimeout().toMillis(), TimeUnit.MILLISECONDS))
                    .onSuccess(done -> log.info("stopped {}", name()))
                    .onFailure(cause -> log.error(
                            "shutdown.stop-timeout={}ms is over; the last part to stop was {}",
                            limits.stopTimeout().toMillis(),
                            lifecycle.stopping()))
                    .onComplete(stopped);
        }
        return stopped.future();
    }

    /** What was there before the parts, in reverse. Never fails. */
    private Future<Void> close() {
        lag.close();
        return vertx.close()
                .recover(cause -> complain("Vert.x", cause))
                .compose(closed -> role.leave().<Void>mapEmpty())
                .recover(cause -> complain("the cluster", cause))
                .onComplete(done -> registry.close());
    }

    private static Future<Void> complain(String what, Throwable cause) {
        log.warn("{} did not close cleanly: {}", what, cause.toString());
        return Future.succeededFuture();
    }
}
