package dev.headwater.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;

/** The one registry of a node, with the meters of the JVM bound to it. Thread-safe. */
public final class MetricsRegistry implements AutoCloseable {
    /** What {@link #scrape} writes. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Media is written below Vert.x's sockets, so what Vert.x counts there would be wrong; the rest is of no use here. */
    private static final EnumSet<MetricsDomain> VERTX_DOMAINS =
            EnumSet.of(MetricsDomain.HTTP_SERVER, MetricsDomain.EVENT_BUS, MetricsDomain.NAMED_POOLS);

    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    public MetricsRegistry() {
        new JvmMemoryMetrics().bindTo(prometheus);
        new JvmThreadMetrics().bindTo(prometheus);
        new ClassLoaderMetrics().bindTo(prometheus);
        new ProcessorMetrics().bindTo(prometheus);
        new FileDescriptorMetrics().bindTo(prometheus);
        new UptimeMetrics().bindTo(prometheus);
        new ResidentMemory().bindTo(prometheus);
        // Vert.x would bind it too, but together with gauges that it registers twice.
        new NettyAllocatorMetrics(PooledByteBufAllocator.DEFAULT).bindTo(prometheus);
        gc.bindTo(prometheus);
    }

    public MeterRegistry registry() {
        return prometheus;
    }

    /** For the builder of Vert.x, together with {@link #vertxOptions}. */
    public VertxMetricsFactory vertxFactory() {
        return new MicrometerMetricsFactory(prometheus);
    }

    /** @param nodeName keeps the registries of two nodes in one JVM apart */
    public static MicrometerMetricsOptions vertxOptions(String nodeName) {
        var options = new MicrometerMetricsOptions()
                .setRegistryName(nodeName)
                .setJvmMetricsEnabled(false)
                .setNettyMetricsEnabled(false);
        EnumSet.complementOf(VERTX_DOMAINS).forEach(options::addDisabledMetricsCategory);
        options.setEnabled(true);
        return options;
    }

    /** Every meter in the Prometheus text format 0.0.4. Takes milliseconds: not for an event loop that carries media. */
    public String scrape() {
        return prometheus.scrape(CONTENT_TYPE);
    }

    @Override
    public void close() {
        gc.close();
        prometheus.close();
    }
}
