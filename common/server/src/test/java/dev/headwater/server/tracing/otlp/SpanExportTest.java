package dev.headwater.server.tracing.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.metrics.MetricsRegistry;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.NodeMetrics.NodeTags;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.Ports;
import dev.headwater.testkit.TraceCollector;
import dev.headwater.testkit.TraceCollector.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpanExportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final NodeTags NODE = new NodeTags("edge-1", "z", "edge", "1.0");

    private final MetricsRegistry registry = new MetricsRegistry();
    private final NodeMetrics metrics = new NodeMetrics(registry.registry(), NODE);

    @AfterEach
    void close() {
        registry.close();
    }

    private SpanExport export(String endpoint, String... settings) {
        var all = Stream.concat(Stream.of("tracing.endpoint=" + endpoint), Stream.of(settings));
        var config = ConfigLoader.of(all.toArray(String[]::new)).tracing();
        return new SpanExport(config.endpoint().orElseThrow(), config, NODE, metrics.traces);
    }

    private static void endSpans(Trace root, int count) {
        for (int i = 0; i < count; i++) {
            root.begin("span").end();
        }
    }

    @Test
    void whatIsToldArrivesAtTheCollector() {
        try (var collector = TraceCollector.start()) {
            var export = export(collector.url());
            var play = export.root().serve("rtmp", Instant.now().minusSeconds(1));
            play.named("rtmp play").with("headwater.stream", "live/news").note("allowed", "play live/news");
            play.trace().ask("pull").fail("nobody has it");
            play.end();
            export.close().await();
            await().atMost(PATIENCE).until(() -> metrics.traces.exported.count() == 2);

            assertThat(collector.spans()).extracting(Span::name).containsExactly("pull", "rtmp play");
            var pull = collector.spans().getFirst();
            var whole = collector.spans().getLast();
            assertThat(pull.parent()).isEqualTo(whole.id());
            assertThat(pull.trace())
                    .isEqualTo(whole.trace())
                    .isEqualTo(play.trace().id());
            assertThat(pull.kind()).isEqualTo("SPAN_KIND_CLIENT");
            assertThat(pull.failed()).isTrue();
            assertThat(whole.parent()).isEmpty();
            assertThat(whole.kind()).isEqualTo("SPAN_KIND_SERVER");
            assertThat(whole.node()).isEqualTo("edge-1");
            assertThat(whole.attributes()).containsEntry("headwater.stream", "live/news");
            assertThat(whole.events()).containsExactly("allowed");
            assertThat(whole.failed()).isFalse();
        }
    }

    @Test
    void noClientIsTracedAtARatioOfNothing() {
        try (var collector = TraceCollector.start()) {
            var export = export(collector.url(), "tracing.ratio=0");
            endSpans(export.root(), 100);
            export.close().await();
            assertThat(collector.spans()).isEmpty();
            assertThat(metrics.traces.dropped.count()).isZero();
        }
    }

    @Test
    void spansThatACollectorDoesNotTakeInTimeAreBoundedAndCounted() {
        try (var collector = TraceCollector.hung()) {
            var export = export(collector.url(), "tracing.max-queued=10", "tracing.timeout=30s");
            endSpans(export.root(), 1_000);
            assertThat(metrics.traces.dropped.count()).isEqualTo(990);
            assertThat(registry.scrape()).contains("headwater_trace_queued_spans 10.0");

            collector.answer();
            await().atMost(PATIENCE).until(() -> metrics.traces.exported.count() == 10);
            assertThat(registry.scrape()).contains("headwater_trace_queued_spans 0.0");
            endSpans(export.root(), 1);
            await().atMost(PATIENCE).until(() -> collector.spans().size() == 11);
            export.close().await();
        }
    }

    @Test
    void deadCollectorIsToldOfOnceAndWhatItDidNotTakeIsCounted() {
        try (var log = LogCapture.of(CountedExporter.class)) {
            var export = export("http://127.0.0.1:%d/v1/traces".formatted(Ports.free()), "tracing.timeout=1s");
            for (int i = 1; i <= 3; i++) {
                int lost = i;
                endSpans(export.root(), 1);
                await().atMost(PATIENCE).until(() -> metrics.traces.failed.count() == lost);
            }
            export.close().await();
            assertThat(log.warnings())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("tracing.endpoint does not take spans, 1 are lost: ");
            assertThat(log.stackTraces()).isZero();
            assertThat(metrics.traces.exported.count()).isZero();
        }
    }
}
