package dev.headwater.server.launch;

import dev.headwater.server.admin.EventLoopsCheck;
import dev.headwater.server.admin.HealthCheck;
import dev.headwater.server.admin.HealthChecks;
import dev.headwater.server.admin.ManagementServer;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.limits.HeapWatch;
import dev.headwater.server.metrics.EventLoopLag;
import dev.headwater.server.metrics.MetricsRegistry;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.NodeMetrics.NodeTags;
import dev.headwater.server.metrics.SrsNames;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node. Thread-safe; several may run in one JVM. */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private static final long HEAP_LOOK_MS = 1_000;

    private final RunningConfig running;
    private final NodeRole role;
    private final Vertx vertx;
    private final MetricsRegistry registry;
    private final EventLoopLag lag;
    private final Vitals vitals;
    private final HeapWatch heap;
    private final NodeMetrics metrics;
    private final Lifecycle lifecycle = new Lifecycle();
    private final NotifySocket serviceManager = NotifySocket.ofThisProcess();
    /** Completes when the start has ended; if it failed, nothing is left of it. */
    private final Promise<Node> started = Promise.promise();

    private final Promise<Void> stopped = Promise.promise();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean ready;
    private volatile boolean lost;

    private Node(RunningConfig running, NodeRole role, Vertx vertx, MetricsRegistry registry, NodeMetrics metrics) {
        this.running = running;
        this.role = role;
        this.vertx = vertx;
        this.registry = registry;
        this.metrics = metrics;
        lag = new EventLoopLag(loops(), metrics.eventLoopLag);
        vitals = Vitals.watch(loops(), ((VertxInternal) vertx).acceptorEventLoopGroup());
        heap = HeapWatch.ofThisProcess(() -> running.now().limits().heapPercent());
        vertx.setPeriodic(HEAP_LOOK_MS, timer -> heap.look());
        metrics.heapShort(heap::isShort);
    }

    /** With a configuration that never changes. */
    public static Future<Node> start(NodeConfig config, NodeRole role) {
        return start(RunningConfig.fixed(config), role);
    }

    /** Completes when every port is open. If it fails ({@link StartException}), nothing is left running. */
    public static Future<Node> start(RunningConfig running, NodeRole role) {
        var config = running.now();
        var registry = new MetricsRegistry();
        var metrics = new NodeMetrics(registry.registry(), tags(config, role));
        var transport = TransportChoice.of(config.transport(), config.eventLoops());
        LOG.info(
                "starting {} {} of zone {}: version {}, transport {}, {} event loops, at most {} connections",
                role.name(),
                config.node().name(),
                config.node().zone(),
                Version.TEXT,
                transport.name(),
                config.eventLoops(),
                config.rtmp().maxConnections());
        return join(config, role, VertxSetup.of(running, transport, registry, metrics))
                .onFailure(cause -> registry.close())
                .map(vertx -> new Node(running, role, vertx, registry, metrics))
                .compose(node -> node.open().onComplete(node.started));
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
            var tracing = TracingPart.of(config().tracing(), tags(config(), role), metrics.traces);
            var access = ManagementPart.access(running, metrics);
            var assembly = role.assemble(new NodeRole.Surroundings(
                    running, vertx, metrics, tracing.root(), heap, this::ports, access, this::stop));
            var parts = new ArrayList<Part>();
            parts.add(tracing);
            parts.add(new ManagementPart(vertx, managementServer(assembly, access)));
            parts.addAll(assembly.parts());
            return lifecycle
                    .start(parts, config().shutdown().stopTimeout().dividedBy(2))
                    .onSuccess(done -> {
                        announceReady();
                        role.lost().onSuccess(gone -> onClusterLost());
                    })
                    .map(this)
                    .recover(this::giveUp);
        } catch (RuntimeException e) {
            return giveUp(e);
        }
    }

    private Future<Node> giveUp(Throwable cause) {
        long endNanos = System.nanoTime() + config().shutdown().stopTimeout().toNanos();
        return close(endNanos)
                .transform(closed -> Future.failedFuture(PortInUse.explain(role.name(), cause, config())));
    }

    private ManagementServer managementServer(NodeRole.Assembly assembly, ManagementServer.Access access) {
        var started = HealthCheck.of("started", () -> ready || stopping.get(), "the node is starting");
        var readiness = new ArrayList<HealthCheck>();
        readiness.add(started);
        readiness.add(HealthCheck.of("draining", () -> !stopping.get(), "the node was told to stop"));
        readiness.add(HealthCheck.of("heap", () -> !heap.isShort(), "the heap is short of room: limits.heap-percent"));
        readiness.addAll(assembly.ready());
        metrics.ready(
                () -> readiness.stream().allMatch(check -> check.probe().get().succeeded()));
        return new ManagementServer(
                config().management().host(),
                config().management().port(),
                access,
                new HealthChecks(List.of(EventLoopsCheck.of(loops())), readiness, List.of(started)),
                new ManagementServer.Metrics(MetricsRegistry.CONTENT_TYPE, metricsPage()),
                assembly.api());
    }

    private Supplier<String> metricsPage() {
        var srs = new SrsNames(metrics, tags(config(), role));
        return () -> switch (config().metrics().aliases()) {
            case NONE -> registry.scrape();
            case SRS -> registry.scrape() + srs.text();
        };
    }

    private static NodeTags tags(NodeConfig config, NodeRole role) {
        return new NodeTags(config.node().name(), config.node().zone(), role.name(), Version.TEXT);
    }

    private EventLoopGroup loops() {
        return ((VertxInternal) vertx).nettyEventLoopGroup();
    }

    private void announceReady() {
        ready = true;
        String ports = ports().entrySet().stream()
                .map(port -> port.getKey() + "=" + port.getValue())
                .collect(Collectors.joining(" "));
        LOG.info(
                "ready {} node.name={} node.host={} {}",
                role.name(),
                name(),
                config().node().host(),
                ports);
        serviceManager.tell(NotifySocket.READY);
    }

    private NodeConfig config() {
        return running.now();
    }

    /** Reads the configuration again: what SIGHUP does, and the command. Fails if it is wrong; then nothing has changed. */
    public Future<RunningConfig.Reloaded> reload() {
        return running.reload(vertx);
    }

    public String name() {
        return config().node().name();
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

    /** Completes when the node has stopped, whoever told it to; see {@link #stop}. */
    public Future<Void> stopped() {
        return stopped.future();
    }

    /**
     * Drains, stops and leaves, within the two limits of {@code shutdown}: what SIGTERM does, and the command. A node that is
     * starting is not ready from now on, and drains when it has started. Idempotent; fails only if the cluster was not left in
     * time, or had been lost before.
     */
    public Future<Void> stop() {
        if (stopping.compareAndSet(false, true)) {
            serviceManager.tell(NotifySocket.STOPPING);
            metrics.draining.set(true);
            started.future()
                    .transform(start -> start.succeeded() ? drainAndStop() : Future.succeededFuture())
                    .compose(done ->
                            lost ? Future.<Void>failedFuture("the node lost its cluster") : Future.succeededFuture())
                    .onComplete(stopped);
        }
        return stopped.future();
    }

    /** Who comes to a node without a cluster is found by nobody, and another may own what it owns: one that is gone is replaced. */
    private void onClusterLost() {
        LOG.error(
                "the cluster's member of this node has ended by itself: the node drains and ends, and is to be started again");
        lost = true;
        stop();
    }

    private Future<Void> drainAndStop() {
        return drain().compose(drained -> stopAndClose())
                .onSuccess(done -> LOG.info("stopped {}", name()))
                .onFailure(cause -> LOG.error(
                        "shutdown.stop-timeout={}ms is over, and the cluster was not left: {}",
                        config().shutdown().stopTimeout().toMillis(),
                        cause.getMessage()));
    }

    private Future<Boolean> drain() {
        var limit = config().shutdown().drainTimeout();
        long begunNanos = System.nanoTime();
        LOG.info("draining {} for at most {} ms: {}", name(), limit.toMillis(), load());
        return lifecycle.drain(limit).onSuccess(drained -> {
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
            if (drained) {
                LOG.info("drained {} within {} ms", name(), tookMs);
            } else {
                LOG.info("shutdown.drain-timeout={}ms is over, closing what is left: {}", limit.toMillis(), load());
            }
        });
    }

    /** For logs: who would miss this node. */
    private String load() {
        return "publishers=%d forwarded=%d players=%d pulling_nodes=%d pulls=%d"
                .formatted(
                        metrics.rtmp.publishers.value() + metrics.http.publishers.value(),
                        metrics.relay.publishers.value(),
                        metrics.rtmp.players() + metrics.http.players(),
                        metrics.relay.players(),
                        metrics.pulls.value());
    }

    /** Nobody may take more than half of the time that is left, so that the cluster has a quarter of it at least. */
    private Future<Void> stopAndClose() {
        var limit = config().shutdown().stopTimeout();
        long endNanos = System.nanoTime() + limit.toNanos();
        return lifecycle.stop(limit.dividedBy(2)).compose(done -> close(endNanos));
    }

    /** What was there before the parts, in reverse. Fails only if the cluster was not left in time. */
    private Future<Void> close(long endNanos) {
        lag.close();
        vitals.close();
        return within((endNanos - System.nanoTime()) / 2, vertx.close())
                .recover(cause -> complain("Vert.x", cause))
                .compose(closed -> within(endNanos - System.nanoTime(), leave()))
                .onComplete(done -> registry.close());
    }

    private Future<Void> leave() {
        return role.leave().<Void>mapEmpty().recover(cause -> complain("the cluster", cause));
    }

    /** By a clock of its own: Vert.x has none any more. */
    private static Future<Void> within(long limitNanos, Future<Void> step) {
        Promise<Void> promise = Promise.promise();
        step.onComplete(promise);
        return promise.future().timeout(Math.max(1, limitNanos), TimeUnit.NANOSECONDS);
    }

    private static Future<Void> complain(String what, Throwable cause) {
        LOG.warn("{} did not close cleanly: {}", what, cause.toString());
        return Future.succeededFuture();
    }
}
