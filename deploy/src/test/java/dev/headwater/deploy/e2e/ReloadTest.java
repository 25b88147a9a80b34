package dev.headwater.deploy.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.deploy.HeadwaterCommand;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.ScriptedPeer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that changes while the node has clients. */
class ReloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PLAYERS = 20;
    private static final int RELOADS = 40;

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void empty() throws IOException {
        file = folder.resolve("node.yaml");
        write("");
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file, yaml);
    }

    private static List<ScriptedPeer> players(LiveNode node, int count) {
        return Stream.generate(() -> {
                    var player = node.client();
                    player.play("news");
                    player.awaitMedia();
                    return player;
                })
                .limit(count)
                .toList();
    }

    @Test
    void reloadsAtAnOriginAndAnEdgeDropNobody() throws IOException {
        try (var cluster = new LiveCluster();
                var log = LogCapture.of("dev.headwater")) {
            var origin = cluster.origin(file);
            var edge = cluster.edge(file);
            try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("news"))) {
                await().atMost(PATIENCE).until(() -> !edge.streams().isEmpty());
                var players = Stream.concat(players(origin, PLAYERS / 2).stream(), players(edge, PLAYERS / 2).stream())
                        .toList();
                for (int i = 1; i <= RELOADS; i++) {
                    write("""
                            auth: {play: %s, guess-burst: %d}
                            apps: {live: {fanout: {max-delay: %dms}, publish: {policy: %s}}}
                            rtmp: {max-connections: %d, chunk-size: %d, ping-interval: %ds}
                            player: {queue-duration: %ds}
                            gop-cache: {max-duration: %ds}
                            relays: {pull: [cam live/cam on-demand rtmp://127.0.0.1:%d/a/b]}
                            """.formatted(
                                    i % 2 == 0 ? "open" : "refuse",
                                    i,
                                    i,
                                    i % 2 == 0 ? "takeover" : "refuse",
                                    1 + i, // fewer than there are
                                    4096 + i,
                                    i,
                                    2 + i,
                                    2 + i,
                                    i));
                    for (var node : List.of(origin, edge)) {
                        var answer = node.post(200, "config/reload");
                        assertThat(answer.getJsonArray("changed")).hasSizeGreaterThanOrEqualTo(8);
                        assertThat(answer.getJsonArray("needs_restart")).isEmpty();
                    }
                }
                for (var player : players) {
                    int before = player.seen().size();
                    player.await("more", message -> player.seen().size() > before + 50);
                }
                assertThat(encoder.isRunning()).isTrue();
                assertThat(log.lines())
                        .noneMatch(line -> line.startsWith("INFO stop ") || line.startsWith("INFO unpublish "));
                players.forEach(ScriptedPeer::close);
            }
        }
    }

    @Test
    void whatIsReloadedHoldsForThoseWhoComeAndNotForThoseWhoAreThere() throws IOException {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin(file);
            try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("news"));
                    var here = players(origin, 1).getFirst();
                    var late = origin.client()) {
                write("auth.play: refuse");
                origin.post(200, "config/reload");
                int stream = late.createStream();
                late.command(stream, "play", 5.0, null, "news", -2000);
                late.await("refused", message -> message.isStatus("NetStream.Play.Failed"));
                int before = here.seen().size();
                here.await("more", message -> here.seen().size() > before + 50);
                assertThat(encoder.isRunning()).isTrue();
            }
        }
    }

    @Test
    void aWrongFileIsAnsweredAndChangesNothing() throws IOException {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin(file);
            write("auth.play: refuse\nauth.keys-file: " + folder.resolve("none"));
            assertThat(origin.post(422, "config/reload").getString("value")).endsWith("none: no such file");
            write("auth.play: refuse\nplay.wait: long");
            assertThat(origin.post(422, "config/reload").getString("value")).contains("play.wait=long", "node.yaml");
            assertThat(value(origin, "auth.play")).isEqualTo("open");
            write("auth.play: refuse\nthumbnail.ffmpeg: elsewhere");
            assertThat(origin.post(200, "config/reload").getJsonArray("needs_restart"))
                    .containsExactly(new JsonObject()
                            .put("key", "thumbnail.ffmpeg")
                            .put("from", "not set")
                            .put("to", "elsewhere"));
            assertThat(value(origin, "auth.play")).isEqualTo("refuse");
            assertThat(value(origin, "thumbnail.ffmpeg")).isNull();
            assertThat(value(origin, "cluster.secret")).isEqualTo("...");
        }
    }

    private static String value(LiveNode node, String key) {
        return node.api("config").getJsonArray("settings").stream()
                .map(JsonObject.class::cast)
                .filter(setting -> setting.getString("key").equals(key))
                .findFirst()
                .orElseThrow()
                .getString("value");
    }

    /** One asks, and is told, as SRS's servers are; the other as nginx-rtmp's are. */
    private void writeCallbacks(CallbackServer server, String format) throws IOException {
        write("""
                auth: {publish: hook, play: hook}
                hooks: {format: %1$s, on-publish: '%2$s', on-play: '%2$s', on-stop: '%2$s', on-unpublish: '%2$s'}
                """.formatted(format, server.url("/")));
    }

    @Test
    void callbacksMoveToAnotherServerUnderPlaysAndRefuseNobody() throws Exception {
        try (var srs = CallbackServer.answering(request -> Response.of(200, "0"));
                var nginx = CallbackServer.answering(request -> Response.of(200, ""));
                var cluster = new LiveCluster("auth.guess-burst=0");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            writeCallbacks(srs, "srs");
            var origin = cluster.origin(file);
            try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("news"))) {
                await().atMost(PATIENCE).until(() -> !origin.streams().isEmpty());
                var enough = new AtomicBoolean();
                var plays = Stream.generate(() -> threads.submit(() -> {
                            while (!enough.get()) {
                                players(origin, 1).getFirst().close();
                            }
                            return true;
                        }))
                        .limit(4)
                        .toList();
                for (int i = 0; i < RELOADS; i++) {
                    boolean even = i % 2 == 0;
                    var next = even ? nginx : srs;
                    int before = next.requests().size();
                    writeCallbacks(next, even ? "nginx-rtmp" : "srs");
                    assertThat(origin.post(200, "config/reload").getJsonArray("needs_restart"))
                            .isEmpty();
                    await().atMost(PATIENCE).until(() -> next.requests().size() > before);
                }
                enough.set(true);
                for (var play : plays) {
                    assertThat(play.get()).isTrue();
                }
                assertThat(encoder.isRunning()).isTrue();
                assertThat(origin.metric("headwater_access_denied_total")).isZero();
            }
            await("the last server hears of the end of what began before it")
                    .atMost(PATIENCE)
                    .until(() -> srs.requests().stream()
                            .anyMatch(request -> request.body().contains("on_unpublish")));
        }
    }

    private static int status(LiveNode node, String header) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), node.node().port("http.port"))) {
            var request = header + "GET /route/live/none HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
        }
    }

    @Test
    void aBalancerIsTrustedFromTheReloadOnAndUntilTheNext() throws IOException {
        var header = "PROXY TCP4 203.0.113.9 192.0.2.1 40000 8080\r\n";
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin(file);
            try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("news"))) {
                await().atMost(PATIENCE).until(() -> !origin.streams().isEmpty());
                assertThat(status(origin, "")).isEqualTo(404);
                assertThat(status(origin, header)).isEqualTo(400);
                write("http.proxies: [127.0.0.0/8]\nrtmp.proxies: [127.0.0.0/8]");
                assertThat(origin.post(200, "config/reload").getJsonArray("needs_restart"))
                        .isEmpty();
                assertThat(status(origin, header)).isEqualTo(404);
                assertThat(status(origin, "")).as("closed without an answer").isZero();
                write("");
                origin.post(200, "config/reload");
                assertThat(status(origin, "")).isEqualTo(404);
                assertThat(encoder.isRunning()).isTrue();
            }
        }
    }

    @Test
    void limitsOfConnectionsHoldFromTheReloadOn() throws IOException {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin(file);
            write("limits.connects-per-node: 1");
            origin.post(200, "config/reload");
            await("closed at once").atMost(PATIENCE).untilAsserted(() -> {
                for (int i = 0; i < 20; i++) {
                    new Socket(InetAddress.getLoopbackAddress(), origin.rtmpPort()).close();
                }
                assertThat(origin.metric("headwater_connection_rejected_total", "reason=\"connects_per_node\""))
                        .isPositive();
            });
        }
    }

    @Test
    void relaysComeAndGo() throws IOException {
        try (var elsewhere = new LiveCluster();
                var cluster = new LiveCluster()) {
            var foreign = elsewhere.origin();
            var origin = cluster.origin(file);
            try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, foreign.url("original"))) {
                write("relays.pull: [cam live/first always %s]".formatted(foreign.url("original")));
                origin.post(200, "config/reload");
                await("pulled")
                        .atMost(PATIENCE)
                        .until(() -> origin.streams().toString().contains("first@"));
                write("relays.pull: [cam live/second always %s]".formatted(foreign.url("original")));
                origin.post(200, "config/reload");
                await("pulled as another").atMost(PATIENCE).until(() -> {
                    var streams = origin.streams().toString();
                    return streams.contains("second@") && !streams.contains("first@");
                });
                write("");
                origin.post(200, "config/reload");
                await("over").atMost(PATIENCE).until(() -> origin.streams().isEmpty());
                await("let go")
                        .atMost(PATIENCE)
                        .until(() ->
                                foreign.metrics().rtmp.players() == 0 && origin.metric("headwater_relay_state") == 0);
                assertThat(encoder.isRunning()).isTrue();
            }
        }
    }

    @Test
    void theCommandTellsWhatChanged() throws IOException {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin(file);
            write("play.wait: 3s\nhttp.port: 1");
            var out = new StringWriter();
            int exit = HeadwaterCommand.commandLine()
                    .setOut(new PrintWriter(out))
                    .execute(
                            "reload",
                            "--api",
                            "http://127.0.0.1:" + origin.node().port("management.port"));
            assertThat(exit).isZero();
            assertThat(out.toString().lines())
                    .containsExactly("reloaded node=origin-1", "changed: play.wait: 10s -> 3s");
        }
    }

    @Test
    void tokensOfTheApiChange() throws IOException {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin(file);
            write("management.tokens: ['write sha256:%s']".formatted("0".repeat(64)));
            origin.post(200, "config/reload");
            assertThat(origin.post(401, "config/reload").getString("error")).startsWith("a token is needed");
        }
    }
}
