package dev.headwater.server.launch;

import dev.headwater.server.config.TracingConfig;
import dev.headwater.server.metrics.NodeMetrics.NodeTags;
import dev.headwater.server.metrics.TraceMeters;
import dev.headwater.server.tracing.Trace;
import dev.headwater.server.tracing.otlp.SpanExport;
import io.vertx.core.Future;
import java.util.Optional;

/** The traces of the node, if {@code tracing.endpoint} says where they go: the last to stop, with what the others told. */
record TracingPart(Optional<SpanExport> export, Trace root) implements Part {
    static TracingPart of(TracingConfig config, NodeTags node, TraceMeters metrics) {
        var export = config.endpoint().map(endpoint -> new SpanExport(endpoint, config, node, metrics));
        return new TracingPart(export, export.map(SpanExport::root).orElse(Trace.NONE));
    }

    @Override
    public String name() {
        return "tracing";
    }

    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return export.map(SpanExport::close).orElseGet(Future::succeededFuture);
    }
}
