package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Signature;
import dev.headwater.server.config.SigningSecret;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.HlsPlaylist;
import dev.headwater.testkit.RunningProgram;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may play by HLS at an edge, and until when: as by RTMP. */
class HlsAccessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String SECRET = "correct-horse-battery-staple-0123456789";
    private static final CallbackServer CALLBACKS = CallbackServer.answering(AuthServers::srs);

    private static LiveCluster cluster;
    private static LiveNode origin;
    private static LiveNode edge;
    private static HlsClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), SECRET);
        cluster = new LiveCluster(
                "play.wait=2s",
                "hls.session-timeout=12s",
                "auth.refusal-delay=0s",
                "auth.guess-burst=0",
                "auth.jwt.algorithm=hs256",
                "auth.jwt.keys-file=" + secret,
                "apps.full.limits.players-per-stream=1",
                "apps.signed.auth.play=signed",
                "apps.signed.auth.signing-secrets-file=" + secret,
                "apps.token.auth.play=jwt",
                "apps.hooked.auth.play=hook",
                "apps.hooked.hooks.format=srs",
                "apps.hooked.hooks.on-play=" + CALLBACKS.url("/sessions"),
                "apps.hooked.hooks.on-stop=" + CALLBACKS.url("/sessions"));
        origin = cluster.origin();
        edge = cluster.edge();
        client = new HlsClient(edge);
        await("all know all").atMost(PATIENCE).until(() -> edge.knows(origin));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        CALLBACKS.close();
    }

    private static RunningProgram publish(String app) {
        var encoder = Ffmpeg.shipped()
                .publish(Clip.H264_AAC, "rtmp://127.0.0.1:%d/%s/news".formatted(origin.rtmpPort(), app));
        await(app + "/news is live")
                .atMost(PATIENCE)
                .until(() -> edge.api("streams").getJsonArray("streams").stream()
                        .map(JsonObject.class::cast)
                        .anyMatch(stream -> stream.getString("app").equals(app)));
        return encoder;
    }

    private static URI segment(URI playlist) {
        return playlist.resolve(HlsPlaylist.read(client.text(playlist)).segments().stream()
                .filter(segment -> !segment.gap())
                .reduce((older, newer) -> newer)
                .orElseThrow()
                .uri());
    }

    private static int status(URI uri, String... headers) {
        return client.get(uri, headers).statusCode();
    }

    /** Whether everything of {@code /app/news} is to be had with the query, and nothing without or with another. */
    private static void isPlayedWithItsQueryAlone(String app, String query, String other) {
        try (var encoder = publish(app)) {
            var video =
                    client.playlists("/%s/news.m3u8?%s".formatted(app, query)).getLast();
            var segment = segment(video);
            assertThat(status(segment)).isEqualTo(200);

            for (String without : List.of("", "?" + other)) {
                assertThat(status(client.uri("/%s/news.m3u8%s".formatted(app, without))))
                        .isEqualTo(403);
                assertThat(status(URI.create(video.toString().replaceAll("\\?.*", without))))
                        .isEqualTo(403);
                assertThat(status(URI.create(segment.toString().replaceAll("\\?.*", without))))
                        .isEqualTo(403);
            }
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    @Test
    void signedAddressPlaysAndNothingElseDoes() {
        long expires = Instant.now().plusSeconds(600).getEpochSecond();
        var key = StreamKey.parse("signed", "news");
        var secret = new SigningSecret(SECRET);
        isPlayedWithItsQueryAlone(
                "signed",
                Signature.query(secret, Action.PLAY, key, expires),
                Signature.query(secret, Action.PUBLISH, key, expires));
    }

    @Test
    void tokenPlaysAndNothingElseDoes() {
        isPlayedWithItsQueryAlone("token", "token=" + token("play"), "token=" + token("publish"));
    }

    private static String token(String action) {
        return SharedSecretToken.of(SECRET, action, "token/news", Instant.now().plusSeconds(600));
    }

    @Test
    void callbackDecidesOnceForAPlayerAndHearsOfHisEnd() {
        try (var encoder = publish("hooked")) {
            var playlists = client.playlists("/hooked/news.m3u8?token=good");
            playlists.forEach(client::text);
            assertThat(status(segment(playlists.getLast()))).isEqualTo(200);
            assertThat(heard()).containsExactly("on_play");
            await("his end").atMost(PATIENCE).until(() -> heard().contains("on_stop"));
            assertThat(heard()).containsExactly("on_play", "on_stop");
            assertThat(status(client.uri("/hooked/news.m3u8?token=bad"))).isEqualTo(403);
            assertThat(heard()).containsExactly("on_play", "on_stop", "on_play");
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    private static List<String> heard() {
        return CALLBACKS.requests().stream()
                .map(request -> new JsonObject(request.body()).getString("action"))
                .toList();
    }

    @Test
    void aStreamHasAsManyPlayersAsItMay() {
        try (var encoder = publish("full")) {
            var first = client.playlists("/full/news.m3u8").getLast();
            assertThat(status(first)).isEqualTo(200);
            var address = client.uri("/full/news.m3u8");
            assertThat(status(address, "user-agent", "another")).isEqualTo(503);
            assertThat(status(first)).isEqualTo(200);
            await("the place is free again")
                    .pollInterval(Duration.ofSeconds(1))
                    .atMost(PATIENCE)
                    .until(() -> status(address, "user-agent", "another") == 200);
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    @Test
    void whoIsKickedGetsNoPlaylistAnyMore() {
        try (var encoder = publish("kicked")) {
            var video = client.playlists("/kicked/news.m3u8").getLast();
            assertThat(status(video)).isEqualTo(200);
            var player = edge.api("clients?node=" + edge.node().name()).getJsonArray("clients").stream()
                    .map(JsonObject.class::cast)
                    .filter(found -> found.encode().contains("kicked"))
                    .findFirst()
                    .orElseThrow();
            edge.post(200, "clients/" + player.getString("id") + "/kick");
            await("he is out").atMost(PATIENCE).until(() -> status(video) == 403);
            assertThat(status(video)).isEqualTo(403);
            assertThat(encoder.isRunning()).isTrue();
        }
    }
}
