package dev.headwater.server.launch;

import dev.headwater.server.config.AddressSet;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.metrics.MetricsRegistry;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.net.GatedTransport;
import dev.headwater.server.net.RequestGate;
import dev.headwater.server.net.TlsHandshakes;
import dev.headwater.server.net.TrustedProxies;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * How Vert.x is built on every node, whether clustered or not.
 *
 * @param options event loops, watch over blocked threads, metrics
 * @param builder adds transport and registry to a builder
 */
public record VertxSetup(VertxOptions options, UnaryOperator<VertxBuilder> builder) {
    /** A thread that is blocked for so long is worth a warning; the stack of what holds it is worth the longer time. */
    private static final long BLOCKED_MS = 500;

    private static final long BLOCKED_STACK_MS = 2_000;

    static VertxSetup of(RunningConfig running, Transport transport, MetricsRegistry registry, NodeMetrics metrics) {
        var config = running.now();
        var options = new VertxOptions()
                .setEventLoopPoolSize(config.eventLoops())
                .setBlockedThreadCheckInterval(BLOCKED_MS)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(BLOCKED_MS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setWarningExceptionTime(BLOCKED_STACK_MS)
                .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS)
                .setEventBusOptions(NodeTls.eventBus(config))
                .setMetricsOptions(MetricsRegistry.vertxOptions(config.node().name()))
                // No file is served from the class path: no cache folder to leave behind.
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
        var seen = gated(running, transport, metrics);
        return new VertxSetup(options, builder -> builder.withTransport(seen).withMetrics(registry.vertxFactory()));
    }

    private static Transport gated(RunningConfig running, Transport transport, NodeMetrics metrics) {
        var rtmp = running.derived(config -> AddressSet.of(config.rtmp().proxies()));
        var http = running.derived(config -> AddressSet.of(config.http().proxies()));
        Supplier<Duration> timeout = () -> running.now().rtmp().proxyTimeout();
        IntSupplier most = () -> running.now().tls().maxHandshakes();
        var ofClients = new AtomicInteger();
        var ofNodes = new AtomicInteger(); // strangers who flood the ports for clients keep no node out
        return new GatedTransport(
                transport,
                new GatedTransport.Gates(
                        new TrustedProxies("rtmp", rtmp, timeout, metrics.rtmp::rejected),
                        new TlsHandshakes("rtmp", most, ofClients, metrics.rtmp::rejected)),
                new GatedTransport.Gates(
                        new TrustedProxies("http", http, timeout, metrics.http::rejected),
                        new TlsHandshakes("http", most, ofClients, metrics.http::rejected)),
                new GatedTransport.Gates(
                        new TrustedProxies("relay", () -> AddressSet.EMPTY, timeout, metrics.relay::rejected),
                        new TlsHandshakes("relay", most, ofNodes, metrics.relay::rejected)),
                new RequestGate(() -> running.now().http().requestTimeout(), metrics.http::rejected));
    }
}
