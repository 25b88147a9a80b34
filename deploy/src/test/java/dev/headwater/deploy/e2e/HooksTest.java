package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.Ports;
import dev.headwater.testkit.RunningProgram;
import dev.headwater.testkit.ScriptedPeer;
import dev.headwater.testkit.SystemClients;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real clients at nodes whose auth servers were written for SRS and for nginx-rtmp, and some that are broken. */
class HooksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final LogCapture LOG = LogCapture.of("ROOT");
    private static final CallbackServer SRS = CallbackServer.answering(AuthServers::srs);
    private static final AtomicReference<String> PUSHED_TO = new AtomicReference<>("");
    private static final CallbackServer NGINX =
            CallbackServer.answering(request -> AuthServers.nginx(request, PUSHED_TO.get()));
    private static final CallbackServer HUNG = CallbackServer.answering(request -> Response.NEVER);
    private static final CallbackServer GARBAGE =
            CallbackServer.answering(request -> Response.of(200, "x".repeat(100_000)));
    private static final CallbackServer ASTRAY =
            CallbackServer.answering(request -> Response.redirect("http://169.254.169.254/latest/meta-data/"));
    private static final String DEAD = "http://127.0.0.1:" + Ports.free() + "/";
    private static final CallbackServer DOORMAN = CallbackServer.answering(request ->
            Response.of(new JsonObject(request.body()).getString("tcUrl").contains("invited") ? 200 : 403, "0"));
    private static final LiveCluster CLUSTER = new LiveCluster(
            "auth.publish=hook",
            "auth.play=hook",
            "play.wait=2s",
            "hooks.timeout=10s",
            "hooks.format=srs",
            "relays.callback-loopback=allow",
            "hooks.on-publish=" + SRS.url("/api/v1/streams"),
            "hooks.on-play=" + SRS.url("/api/v1/sessions"),
            "hooks.on-unpublish=" + SRS.url("/api/v1/streams"),
            "hooks.on-stop=" + SRS.url("/api/v1/sessions"),
            "apps.ngx.hooks.format=nginx-rtmp",
            "apps.ngx.hooks.on-publish=" + NGINX.url("/on_publish"),
            "apps.ngx.hooks.on-play=" + NGINX.url("/on_play"),
            "apps.ngx.hooks.on-unpublish=" + NGINX.url("/on_done"),
            "apps.ngx.hooks.on-stop=" + NGINX.url("/on_done"),
            "apps.ngx.hooks.on-done=" + NGINX.url("/on_done"),
            "apps.vip.auth.publish=open",
            "apps.vip.auth.play=open",
            "apps.vip.hooks.on-connect=" + DOORMAN.url("/"),
            "apps.vip.hooks.on-close=" + DOORMAN.url("/"),
            "apps.hung.hooks.on-publish=" + HUNG.url("/"),
            "apps.hung.hooks.on-play=" + HUNG.url("/"),
            "apps.garbled.hooks.on-publish=" + GARBAGE.url("/"),
            "apps.garbled.hooks.on-play=" + GARBAGE.url("/"),
            "apps.astray.hooks.on-publish=" + ASTRAY.url("/"),
            "apps.astray.hooks.on-play=" + ASTRAY.url("/"),
            "apps.dead.hooks.on-publish=" + DEAD,
            "apps.dead.hooks.on-play=" + DEAD);

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
        SRS.close();
        NGINX.close();
        HUNG.close();
        GARBAGE.close();
        ASTRAY.close();
        DOORMAN.close();
        LOG.close();
    }

    private static String url(LiveNode node, String path) {
        return "rtmp://127.0.0.1:%d/%s".formatted(node.rtmpPort(), path);
    }

    private static RunningProgram publish(String url) {
        return Ffmpeg.shipped().publish(Clip.H264_AAC, url);
    }

    private static List<String> srsHeard(String stream) {
        return SRS.requests().stream()
                .map(request -> new JsonObject(request.body()))
                .filter(call -> stream.equals(call.getString("stream")))
                .map(call -> call.getString("action") + " at " + call.getString("server_id"))
                .toList();
    }

    private static List<JsonObject> heardByDoorman(String action) {
        return DOORMAN.requests().stream()
                .map(request -> new JsonObject(request.body()))
                .filter(call -> action.equals(call.getString("action")))
                .toList();
    }

    private static List<String> nginxHeard(String name) {
        return NGINX.requests().stream()
                .map(request -> AuthServers.form(request.body()))
                .filter(form -> name.equals(form.get("name")))
                .map(form -> form.get("call"))
                .toList();
    }

    @Test
    void serverWrittenForSrsDecidesOnceAtTheNodeThatTheClientTouches(@TempDir Path folder) {
        String at = " at " + edge.node().name();
        try (var encoder = publish(url(edge, "live/srs?token=good"))) {
            await().atMost(PATIENCE)
                    .until(() ->
                            origin.streams().contains("srs@" + origin.node().name()));
            var file = folder.resolve("played.flv");
            try (var player = SystemClients.rtmpdump(url(edge, "live/srs?token=good"), file)) {
                await().atMost(PATIENCE).until(() -> Files.exists(file) && Files.size(file) > 10_000);
                player.stop();
            }
            await().atMost(PATIENCE).until(() -> srsHeard("srs").contains("on_stop" + at));
            encoder.stop();
        }
        await().atMost(PATIENCE).until(() -> srsHeard("srs").contains("on_unpublish" + at));
        assertThat(srsHeard("srs"))
                .containsExactly("on_publish" + at, "on_play" + at, "on_stop" + at, "on_unpublish" + at);
        assertThat(LOG.lines()).noneMatch(line -> line.contains("token=good"));
    }

    @Test
    void whomItRefusesIsToldAndTheOperatorSeesWhy() {
        double before = edge.metric("headwater_access_denied_total", "action=\"publish\"", "hook_refused");
        try (var encoder = publish(url(edge, "live/refused?token=bad"))) {
            assertThat(encoder.awaitExit(PATIENCE)).isNotZero();
            assertThat(encoder.output()).contains("not allowed");
        }
        try (var viewer = origin.client()) {
            int stream = viewer.createStream();
            viewer.command(stream, "play", 3, null, "refused?token=bad", -2000);
            assertThat(viewer.awaitClose()).anyMatch(message -> message.isStatus("NetStream.Play.Failed"));
        }
        assertThat(edge.metric("headwater_access_denied_total", "action=\"publish\"", "hook_refused"))
                .isEqualTo(before + 1);
        assertThat(edge.metric("headwater_hook_calls_seconds_count", "event=\"on_publish\"", "outcome=\"refused\""))
                .isPositive();
        assertThat(LOG.warnings())
                .anyMatch(line -> line.startsWith("refused publish rtmp peer=127.0.0.1:")
                        && line.endsWith("stream=live/refused code=NetStream.Publish.Denied: HOOK_REFUSED: callback "
                                + SRS.url("") + ": code=1"))
                .noneMatch(line -> line.contains("token="));
    }

    @Test
    void whereAClientCutsThePathGetsItPastNobody() {
        for (String app : List.of("", "vip")) {
            String name = app.isEmpty() ? "vip/a" : "a";
            try (var stranger = ScriptedPeer.open(edge.rtmpPort()).handshake()) {
                stranger.command(0, "connect", 1, Map.of("app", app, "tcUrl", "rtmp://h/" + app));
                if (app.isEmpty()) {
                    stranger.awaitStatus("NetConnection.Connect.Success");
                    stranger.command(stranger.createStream(), "publish", 3, null, name, "live");
                }
                assertThat(stranger.awaitClose())
                        .anyMatch(message -> message.isStatus("NetStream.Publish.Denied")
                                || message.isStatus("NetConnection.Connect.Rejected"));
            }
            try (var guest = ScriptedPeer.open(edge.rtmpPort()).handshake()) {
                guest.command(0, "connect", 1, Map.of("app", app, "tcUrl", "rtmp://h/invited"));
                guest.awaitStatus("NetConnection.Connect.Success");
                guest.command(guest.createStream(), "publish", 3, null, name, "live");
                guest.awaitStatus("NetStream.Publish.Start");
            }
        }
        assertThat(heardByDoorman("on_connect")).hasSize(4);
        await("he hears of the end of both guests, by whichever app they came, and not of whom he refused")
                .atMost(PATIENCE)
                .until(() -> heardByDoorman("on_close").size() >= 2);
        assertThat(heardByDoorman("on_close")).hasSize(2).allSatisfy(close -> {
            assertThat(close.getLong("recv_bytes")).isPositive();
            assertThat(close.getLong("send_bytes")).isPositive();
        });
    }

    @Test
    void serverWrittenForNginxTurnsTheKeyIntoTheStream(@TempDir Path folder) {
        try (var encoder = publish(url(origin, "ngx/s3cretkey"))) {
            await().atMost(PATIENCE)
                    .until(() ->
                            origin.streams().contains("news@" + origin.node().name()));
            var file = folder.resolve("played.flv");
            try (var player = SystemClients.rtmpdump(url(edge, "ngx/news"), file)) {
                await().atMost(PATIENCE).until(() -> Files.exists(file) && Files.size(file) > 10_000);
                player.stop();
            }
            for (LiveNode node : List.of(origin, edge)) {
                assertThat(node.api("clients").encode() + node.api("streams").encode())
                        .doesNotContain("s3cretkey");
            }
            encoder.stop();
        }
        await().atMost(PATIENCE).until(() -> nginxHeard("s3cretkey").contains("done"));
        assertThat(nginxHeard("s3cretkey")).containsExactly("publish", "publish_done", "done");
        assertThat(nginxHeard("news")).startsWith("play");
        try (var encoder = publish(url(origin, "ngx/s3cretkez"))) {
            assertThat(encoder.awaitExit(PATIENCE)).isNotZero();
            assertThat(encoder.output()).contains("not allowed");
        }
        assertThat(LOG.lines()).noneMatch(line -> line.contains("s3cretke"));
        assertThat(LOG.warnings()).anyMatch(line -> line.contains("stream=ngx/... ") && line.contains("HOOK_REFUSED"));
    }

    @Test
    void serverWrittenForNginxSendsAStreamOn() {
        PUSHED_TO.set("rtmp://127.0.0.1:%d/live/away?token=good".formatted(origin.rtmpPort()));
        try (var encoder = publish(url(edge, "ngx/pushed"));
                var viewer = origin.client()) {
            await().atMost(PATIENCE).until(() -> srsHeard("away").contains("on_publish at origin-1"));
            await().atMost(PATIENCE)
                    .until(() ->
                            origin.streams().contains("away@" + origin.node().name()));
            viewer.play("away?token=good");
            viewer.awaitMedia();
            encoder.stop();
        }
        await().atMost(PATIENCE).until(() -> srsHeard("away").contains("on_unpublish at origin-1"));
        assertThat(LOG.lines()).noneMatch(line -> line.contains("token=good"));
    }

    @ParameterizedTest
    @CsvSource({
        "hung,    no answer within hooks.timeout=10000ms",
        "garbled, HOOK_FAILED",
        "astray,  HOOK_REFUSED",
        "dead,    HOOK_FAILED"
    })
    void serverOfAnotherAppThatIsBrokenChangesNothing(String app, String why) {
        String stream = "beside-" + app;
        try (var refused = ScriptedPeer.connected(edge.rtmpPort(), app);
                var viewer = edge.client();
                var encoder = publish(url(edge, "live/" + stream + "?token=good"))) {
            refused.command(refused.createStream(), "publish", 3, null, "any", "live");
            origin.awaitStream(stream, origin);
            viewer.play(stream + "?token=good");
            viewer.awaitMedia();
            assertThat(refused.awaitClose()).anyMatch(message -> message.isStatus("NetStream.Publish.Denied"));
            assertThat(LOG.warnings())
                    .anyMatch(line -> line.contains(" stream=%s/".formatted(app)) && line.contains(why));
            encoder.stop();
        }
    }
}
