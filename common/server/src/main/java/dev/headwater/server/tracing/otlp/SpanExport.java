package dev.headwater.server.tracing.otlp;

import dev.headwater.server.config.TracingConfig;
import dev.headwater.server.metrics.NodeMetrics.NodeTags;
import dev.headwater.server.metrics.TraceMeters;
import dev.headwater.server.tracing.Trace;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sends the spans of one node to {@code tracing.endpoint}. Thread-safe. */
public final class SpanExport {
    private static final String NAME = "headwater";
    private static final Duration LAST_WITHIN = Duration.ofSeconds(1);
    private static final int MAX_EVENTS = 64;

    /** Of one attribute. */
    private static final int MAX_CHARS = 300;

    /** The SDK logs beside the program's log what {@link CountedExporter} tells in it. Kept, or its level would be forgotten. */
    private static final Logger SDK = Logger.getLogger("io.opentelemetry");

    private final SdkTracerProvider provider;

    public SpanExport(URI endpoint, TracingConfig config, NodeTags node, TraceMeters metrics) {
        SDK.setLevel(Level.OFF);
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setTimeout(config.timeout())
                .setConnectTimeout(config.timeout())
                .setRetryPolicy(null) // what comes meanwhile is worth more than what was lost
                .setCompression("gzip")
                .build();
        provider = SdkTracerProvider.builder()
                .setResource(resource(node))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.ratio())))
                .setSpanLimits(SpanLimits.builder()
                        .setMaxNumberOfEvents(MAX_EVENTS)
                        .setMaxAttributeValueLength(MAX_CHARS)
                        .build())
                .addSpanProcessor(new SpanQueue(exporter, config.maxQueued(), config.timeout(), metrics))
                .build();
    }

    private static Resource resource(NodeTags node) {
        return Resource.getDefault()
                .merge(Resource.create(Attributes.builder()
                        .put("service.name", NAME)
                        .put("service.version", node.version())
                        .put("service.instance.id", node.name())
                        .put("headwater.role", node.role())
                        .put("headwater.zone", node.zone())
                        .build()));
    }

    /** Where this node's traces begin. */
    public Trace root() {
        return Trace.root(provider.get(NAME));
    }

    /** Sends what is left, as far as it is taken within a second. Never fails. */
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        provider.shutdown().whenComplete(closed::complete);
        return closed.future()
                .timeout(LAST_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }
}
