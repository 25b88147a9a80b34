package dev.headwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.docs.GeneratedPage;
import dev.headwater.server.foreign.RelayState;
import dev.headwater.server.hooks.HookEvent;
import dev.headwater.server.hooks.HookOutcome;
import dev.headwater.server.metrics.NodeMetrics.NodeTags;
import dev.headwater.server.record.RecordFault;
import dev.headwater.server.relay.PullState;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsDocsTest {
    /** Tags whose values are the operator's or a library's, and not worth a list. */
    private static final Set<String> OPEN_TAGS = Set.of("node", "zone", "role", "version", "relay", "app", "stream");

    /** Its reasons are the names of faults, made as they come. */
    private static final String OPEN_REASONS = "headwater.connection.rejected";

    @Test
    void metricsPageHasEveryMeterOfOurs() throws IOException {
        try (var registry = new MetricsRegistry()) {
            var metrics = new NodeMetrics(registry.registry(), new NodeTags("a", "b", "c", "d"));
            metrics.rtmp.rejected("BAD_CHUNK");
            metrics.relay.rejected("BAD_CHUNK");
            metrics.http.rejected("PROXY_HEADER");
            for (Action action : Action.values()) {
                for (Denial denial : Denial.values()) {
                    metrics.access.denied(action.name(), denial.name());
                }
            }
            for (int status : List.of(401, 403, 421, 429)) {
                metrics.access.refusedByApi(status);
            }
            metrics.streamSeries.show(List.of(new StreamSeries.Figures("live", "show", 1, 1, 1, 1)));
            metrics.ready(() -> true);
            metrics.clusterNodes(() -> 1);
            metrics.clusterMerges(() -> 0);
            metrics.heldPlayers(() -> 0);
            metrics.record.of(() -> 0, () -> 0, () -> 0);
            for (RecordFault fault : RecordFault.values()) {
                metrics.record.failed(fault.name());
            }
            metrics.heapShort(() -> false);
            metrics.pullStates(PullState.class, state -> 0);
            for (HookEvent event : HookEvent.values()) {
                for (HookOutcome outcome : HookOutcome.values()) {
                    metrics.hooks.called(event.word(), outcome.name(), 0);
                }
            }
            metrics.relayState("pull", "name", RelayState.class);
            metrics.relayState("push", "name", RelayState.class);
            GeneratedPage.assertUpToDate("metrics.md", table(registry.registry()));
        }
    }

    private static String table(MeterRegistry registry) {
        var meters = registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("headwater."))
                .collect(Collectors.groupingBy(
                        meter -> meter.getId()
                                .getConventionName(registry.config().namingConvention()),
                        TreeMap::new,
                        Collectors.toList()));
        var table = new StringBuilder("| name | type | tags | meaning |\n|---|---|---|---|\n");
        meters.forEach((name, series) -> table.append(row(name, series)));
        return table.toString();
    }

    private static String row(String name, List<Meter> series) {
        var id = series.getFirst().getId();
        assertThat(id.getDescription()).as("description of %s", name).isNotBlank();
        String suffix = id.getType() == Meter.Type.COUNTER ? "_total" : "";
        return "| `%s%s` | %s | %s | %s |\n"
                .formatted(name, suffix, type(series.getFirst()), tags(series), id.getDescription());
    }

    private static String type(Meter meter) {
        return meter.match(
                gauge -> "gauge",
                counter -> "counter",
                timer -> timer.takeSnapshot().histogramCounts().length > 0 ? "histogram" : "`_count`, `_sum`, `_max`",
                summary -> unnamed(meter),
                longTaskTimer -> unnamed(meter),
                timeGauge -> unnamed(meter),
                functionCounter -> "counter",
                functionTimer -> unnamed(meter),
                MetricsDocsTest::unnamed);
    }

    private static String unnamed(Meter meter) {
        throw new IllegalStateException(meter.getId() + " has a type that the page cannot name");
    }

    private static boolean isOpen(Meter meter, String tag) {
        return OPEN_TAGS.contains(tag)
                || (tag.equals("reason") && meter.getId().getName().equals(OPEN_REASONS));
    }

    private static String tags(List<Meter> series) {
        return series.stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .collect(Collectors.groupingBy(
                        Tag::getKey,
                        TreeMap::new,
                        Collectors.mapping(Tag::getValue, Collectors.toCollection(TreeSet::new))))
                .entrySet()
                .stream()
                .map(tag -> isOpen(series.getFirst(), tag.getKey())
                        ? "`%s`".formatted(tag.getKey())
                        : "`%s`: %s".formatted(tag.getKey(), String.join(", ", tag.getValue())))
                .collect(Collectors.joining("; "));
    }
}
