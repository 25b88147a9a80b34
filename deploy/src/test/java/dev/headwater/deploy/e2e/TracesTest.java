package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.TraceCollector;
import dev.headwater.testkit.TraceCollector.Span;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a collector is told of publishes and plays at nodes of one cluster, and of their callbacks. */
class TracesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String SECRET = "token=s3cret";
    private static final TraceCollector COLLECTOR = TraceCollector.start();
    private static final CallbackServer CALLBACKS =
            CallbackServer.answering(request -> Response.of(200, "{\"allow\":true}"));
    private static final LogCapture LOG = LogCapture.of("dev.headwater.server.log");
    private static final LiveCluster CLUSTER = new LiveCluster(
            "tracing.endpoint=" + COLLECTOR.url(),
            "auth.publish=hook",
            "auth.play=hook",
            "hooks.timeout=10s",
            "hooks.on-publish=" + CALLBACKS.url("/publish"),
            "hooks.on-play=" + CALLBACKS.url("/play"));

    private static LiveNode origin;
    private static LiveNode edge;

    @BeforeAll
    static void start() {
        origin = CLUSTER.origin();
        edge = CLUSTER.edge();
        await().atMost(PATIENCE).until(() -> edge.knows(origin));
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
        COLLECTOR.close();
        CALLBACKS.close();
        LOG.close();
    }

    private static String name(LiveNode node) {
        return node.node().name();
    }

    /** The spans of the trace that begins with {@code name} of {@code stream} at {@code node}, once {@code count} of them have come. */
    private static List<Span> trace(LiveNode node, String name, String stream, int count) {
        var first = await().atMost(PATIENCE)
                .until(
                        () -> COLLECTOR.spans().stream()
                                .filter(span -> span.parent().isEmpty()
                                        && span.node().equals(name(node))
                                        && span.name().equals(name)
                                        && ("live/" + stream)
                                                .equals(span.attributes().get("headwater.stream")))
                                .toList(),
                        found -> found.size() == 1)
                .getFirst();
        return await().atMost(PATIENCE)
                .until(
                        () -> COLLECTOR.spans().stream()
                                .filter(span -> span.trace().equals(first.trace()))
                                .toList(),
                        all -> all.size() >= count);
    }

    private static Span of(List<Span> trace, LiveNode node, String name) {
        var found = trace.stream()
                .filter(span -> span.node().equals(name(node)) && span.name().equals(name))
                .toList();
        assertThat(found).as("%s at %s in %s", name, name(node), trace).hasSize(1);
        return found.getFirst();
    }

    @Test
    void playAtAnEdgeIsOneTraceWithItsCallbackItsPullAndTheOrigin() {
        try (var encoder = Encoder.at(origin, "watched", 0);
                var viewer = Viewer.of(edge, "watched?" + SECRET)) {
            viewer.awaitFrame(encoder.sendGop());
            var trace = trace(edge, "rtmp play", "watched", 6);

            var play = of(trace, edge, "rtmp play");
            var hook = of(trace, edge, "hook on_play");
            var pull = of(trace, edge, "pull");
            var pulling = of(trace, edge, "pulling");
            var served = of(trace, origin, "relay play");
            assertThat(hook.parent()).isEqualTo(play.id());
            assertThat(pull.parent()).isEqualTo(play.id());
            assertThat(of(trace, edge, "resolving").parent()).isEqualTo(pull.id());
            assertThat(pulling.parent()).isEqualTo(pull.id());
            assertThat(served.parent()).isEqualTo(pulling.id());
            assertThat(play.events()).containsSubsequence("connect", "play", "allowed", "playing", "first frame");
            assertThat(served.events()).contains("first frame");
            assertThat(trace).noneMatch(Span::failed);
            assertThat(CALLBACKS.requests().stream()
                            .filter(request -> request.path().equals("/play"))
                            .map(request -> request.headers().get("traceparent")))
                    .anyMatch(told -> told != null && told.startsWith("00-%s-%s-".formatted(play.trace(), hook.id())));
            assertThat(LOG.lines())
                    .anyMatch(line -> line.contains("play rtmp") && line.endsWith("trace=" + play.trace()));
        }
    }

    @Test
    void publishAtAnEdgeIsOneTraceWithItsCallbackAndTheClaimAtTheOrigin() {
        try (var encoder = Encoder.at(edge, "brought?" + SECRET, 0)) {
            encoder.sendGop();
            var trace = trace(edge, "rtmp publish", "brought", 7);

            var publish = of(trace, edge, "rtmp publish");
            var forward = of(trace, edge, "forward");
            var taken = of(trace, origin, "relay publish");
            assertThat(of(trace, edge, "hook on_publish").parent()).isEqualTo(publish.id());
            assertThat(forward.parent()).isEqualTo(publish.id());
            assertThat(of(trace, edge, "asking").parent()).isEqualTo(forward.id());
            assertThat(taken.parent()).isEqualTo(of(trace, edge, "asking").id());
            assertThat(of(trace, origin, "claim").parent()).isEqualTo(taken.id());
            assertThat(publish.events())
                    .containsSubsequence("connect", "publish", "allowed", "publishing", "first key frame");
        }
    }

    @Test
    void playOverHttpIsATraceAndNoSpanTellsAToken() throws Exception {
        try (var encoder = Encoder.at(origin, "web?" + SECRET, 0);
                var client = HttpClient.newHttpClient()) {
            encoder.sendGop();
            var request = HttpRequest.newBuilder(URI.create(edge.httpUrl("http", "web.flv?" + SECRET)));
            try (InputStream body =
                    client.send(request.build(), BodyHandlers.ofInputStream()).body()) {
                assertThat(body.read()).isEqualTo('F');
                encoder.sendGop();
                var trace = trace(edge, "http-flv play", "web", 6);
                assertThat(of(trace, origin, "relay play").failed()).isFalse();
            }
        }
        assertThat(COLLECTOR.spans())
                .isNotEmpty()
                .noneMatch(span -> span.toString().contains(SECRET));
    }

    @Test
    void sessionOfHlsIsOneSpanHoweverManySegmentsItFetches() {
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("cut"))) {
            await().atMost(PATIENCE).until(() -> edge.streams().contains("cut@" + name(origin)));
            var hls = new HlsClient(edge);
            var playlist = hls.playlists("/live/cut.m3u8").getLast();
            await().atMost(PATIENCE).until(() -> segments(hls.text(playlist)).size() >= 2);
            for (String segment : segments(hls.text(playlist))) {
                assertThat(hls.get(playlist.resolve(segment)).statusCode()).isEqualTo(200);
            }
            var trace = trace(edge, "hls play", "cut", 6);
            assertThat(of(trace, edge, "hls play").events()).containsSubsequence("allowed", "first frame");
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    private static List<String> segments(String playlist) {
        return playlist.lines().filter(line -> !line.startsWith("#")).toList();
    }

    @Test
    void collectorThatHangsKeepsNobodyWaiting() {
        try (var hung = TraceCollector.hung();
                var cluster = new LiveCluster("tracing.endpoint=" + hung.url(), "tracing.max-queued=1")) {
            var node = cluster.origin();
            try (var encoder = Encoder.at(node, "on", 0)) {
                for (int i = 0; i < 5; i++) {
                    try (var viewer = Viewer.of(node, "on")) {
                        viewer.awaitFrame(encoder.sendGop());
                    }
                }
                await().atMost(PATIENCE)
                        .until(() -> node.metric("headwater_trace_spans_total", "outcome=\"dropped\"") > 0);
            }
        }
    }
}
