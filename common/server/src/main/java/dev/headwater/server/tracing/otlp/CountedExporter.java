package dev.headwater.server.tracing.otlp;

import dev.headwater.server.metrics.TraceMeters;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what becomes of spans that are sent: in the metrics, and of failures in the log, once a minute at most. Thread-safe. */
final class CountedExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(CountedExporter.class);
    private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

    private final SpanExporter exporter;
    private final TraceMeters metrics;
    private final AtomicLong tellNanos = new AtomicLong(System.nanoTime());

    CountedExporter(SpanExporter exporter, TraceMeters metrics) {
        this.exporter = exporter;
        this.metrics = metrics;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size(); // the caller uses the collection again
        var result = exporter.export(spans);
        return result.whenComplete(() -> {
            metrics.queued.addAndGet(-count);
            if (result.isSuccess()) {
                metrics.exported.increment(count);
            } else {
                metrics.failed.increment(count);
                tell(count, result.getFailureThrowable());
            }
        });
    }

    private void tell(int count, @Nullable Throwable cause) {
        long now = System.nanoTime();
        long due = tellNanos.get();
        if (now - due >= 0 && tellNanos.compareAndSet(due, now + TOLD_EVERY.toNanos())) {
            LOG.warn("tracing.endpoint does not take spans, {} are lost: {}", count, String.valueOf(meant(cause)));
        }
    }

    /** What the SDK wraps; below it are details of the JDK. */
    private static @Nullable Throwable meant(@Nullable Throwable cause) {
        for (var inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof IOException) {
                return inner;
            }
        }
        return cause;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
