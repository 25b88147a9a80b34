package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What nodes that have work say of themselves, against docs/metrics.md. */
class DocumentedMetricsTest {
    private static final Path PAGE = Path.of("..", "docs", "metrics.md");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Of the table: name, type and tags. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(headwater_\\w+)` \\| (.+?) \\| (.*?) \\| .+ \\|$");

    private static final Pattern TAG = Pattern.compile("(?:^|; )`(\\w+)`");

    /** Of a scrape: name and tags. */
    private static final Pattern SERIES = Pattern.compile("(?m)^(headwater_\\w+)(?:\\{(.*)})? \\S+$");

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    /** What the text format makes of one timer. */
    private static final List<String> OF_TIMERS = List.of("_bucket", "_count", "_sum", "_max");

    private static Map<String, Set<String>> documented() throws IOException {
        return ROW.matcher(Files.readString(PAGE))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> tags(TAG, row.group(3)), (one, same) -> one, TreeMap::new));
    }

    private static Map<String, Set<String>> scraped(LiveNode node, Set<String> documented) {
        var found = new TreeMap<String, Set<String>>();
        SERIES.matcher(node.get("management.port", "/metrics")).results().forEach(series -> {
            var tags = tags(LABEL, series.group(2) == null ? "" : series.group(2));
            tags.remove("le");
            found.computeIfAbsent(meter(series, documented), none -> new TreeSet<>())
                    .addAll(tags);
        });
        return found;
    }

    private static String meter(MatchResult series, Set<String> documented) {
        String name = series.group(1);
        return OF_TIMERS.stream()
                .filter(name::endsWith)
                .map(end -> name.substring(0, name.length() - end.length()))
                .filter(documented::contains)
                .findFirst()
                .orElse(name);
    }

    private static Set<String> tags(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(tag -> tag.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everySeriesOfNodesThatPlayPullAndRefuseIsOnThePageWithItsTags() throws IOException {
        var documented = documented();
        assertThat(documented).hasSizeGreaterThan(50);
        try (var cluster = new LiveCluster("metrics.top-streams=1", "apps.closed.auth.play=refuse", "play.wait=1s")) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("the edge knows the origin").atMost(PATIENCE).until(() -> edge.knows(origin));
            try (var encoder = Encoder.at(origin, "show", 0);
                    var viewer = Viewer.of(edge, "show");
                    var stranger = ScriptedPeer.connected(edge.rtmpPort(), "closed")) {
                viewer.awaitFrame(encoder.sendGop());
                stranger.command(stranger.createStream(), "play", 3, null, "show", -2000);
                stranger.awaitClose();
                await("it is counted").atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(edge.metric("headwater_player_first_frame_seconds_count", "port=\"rtmp\""))
                            .isOne();
                    assertThat(edge.metric("headwater_pull_setup_seconds_count"))
                            .isOne();
                    assertThat(edge.metric("headwater_access_denied_total", "reason=\"closed\""))
                            .isOne();
                    assertThat(edge.metric("headwater_stream_players", "stream=\"show\""))
                            .isOne();
                    assertThat(origin.metric("headwater_claims_total", "outcome=\"granted\""))
                            .isOne();
                });
                for (var node : List.of(origin, edge)) {
                    scraped(node, documented.keySet())
                            .forEach((name, tags) -> assertThat(documented)
                                    .as("a series of " + node.node().name())
                                    .containsEntry(name, tags));
                }
                encoder.fcUnpublish();
            }
        }
    }
}
