package dev.headwater.server.launch;

import dev.headwater.server.config.AddressSet;
import dev.headwater.server.config.NodeConfig;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * How Vert.x is built on every node, whether clustered or not.
 *
 * @param options event loops, watch over blocked threads, metrics
 * @param builder adds transport and registry to a builder
 */
public record VertxSetup(VertxOptions options, UnaryOperator<VertxBuilder> builder) {
    /** A loop that is late by this much is worth a line; the stack of what holds it is worth the longer time. */
    private static final long BLOCKED_MS = 500;

    private static final long BLOCKED_STACK_MS = 2_000;

    static VertxSetup of(NodeConfig config, Transport transport, MetricsRegistry registry, NodeMetrics metrics) {
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
        var seen = gated(config, transport, metrics);
        return new VertxSetup(options, builder -> builder.withTransport(seen).withMetrics(registry.vertxFactory()));
    }

    private static Transport gated(NodeConfig config, Transport transport, NodeMetrics metrics) {
        var timeout = config.rtmp().proxyTimeout();
        var handshakes = new AtomicInteger();
        int most = config.tls().maxHandshakes();
        return new GatedTransport(
                transport,
                new GatedTransport.Gates(
                        new TrustedProxies(
                                "rtmp", AddressSet.of(config.rtmp().proxies()), timeout, metrics.rtmp::rejected),
                        new TlsHandshakes("rtmp", most, handshakes, metrics.rtmp::rejected)),
                new GatedTransport.Gates(
                        new TrustedProxies(
                                "http", AddressSet.of(config.http().proxies()), timeout, metrics.http::rejected),
                        new TlsHandshakes("http", most, handshakes, metrics.http::rejected)),
                new GatedTransport.Gates(
                        new TrustedProxies("relay", AddressSet.of(Optional.empty()), timeout, metrics.relay::rejected),
                        new TlsHandshakes("relay", most, handshakes, metrics.relay::rejected)),
                new RequestGate(config.http().requestTimeout(), metrics.http::rejected));
    }
}
