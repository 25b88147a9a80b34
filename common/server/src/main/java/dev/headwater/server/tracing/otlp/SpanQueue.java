package dev.headwater.server.tracing.otlp;

import dev.headwater.server.metrics.TraceMeters;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;

/** Ended spans on their way out: so many at most, those that are being sent included. Thread-safe; never blocks. */
final class SpanQueue implements SpanProcessor {
    private static final Duration GATHERED_FOR = Duration.ofSeconds(1);
    private static final int SENT_AT_ONCE = 512;

    private final int limit;
    private final TraceMeters metrics;
    private final BatchSpanProcessor batches;

    /** @param timeout of {@code exporter} */
    SpanQueue(SpanExporter exporter, int limit, Duration timeout, TraceMeters metrics) {
        this.limit = limit;
        this.metrics = metrics;
        batches = BatchSpanProcessor.builder(new CountedExporter(exporter, metrics))
                .setMaxQueueSize(limit)
                .setMaxExportBatchSize(Math.min(limit, SENT_AT_ONCE))
                .setScheduleDelay(GATHERED_FOR)
                .setExporterTimeout(
                        timeout.plusSeconds(1)) // the exporter gives up first, so one call is under way at most
                .build();
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        if (metrics.queued.incrementAndGet() > limit) {
            metrics.queued.decrementAndGet();
            metrics.dropped.increment();
        } else {
            batches.onEnd(span);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // a span is of interest when it has ended
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public CompletableResultCode forceFlush() {
        return batches.forceFlush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return batches.shutdown();
    }
}
