package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.PemCertificate;
import dev.headwater.testkit.ScriptedPeer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates, limits, callbacks and who may do what, all changed at once and again while somebody plays by each protocol what
 * comes through an edge: whoever is there stays, and misses nothing.
 */
class ReloadUnderLoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int RELOADS = 5;
    private static final int PICTURES = 25;

    /** The publisher, five players at the edge and one at the origin. */
    private static final int CLIENTS = 7;

    @TempDir
    private Path folder;

    /** Somebody who plays. */
    private interface Player {
        /** Returns when more has come. */
        void awaitMore();
    }

    private static Player rtmp(ScriptedPeer peer) {
        peer.play("news");
        peer.awaitMedia();
        return () -> {
            int before = peer.seen().size();
            peer.await("more", message -> peer.seen().size() > before + PICTURES);
        };
    }

    private static ScriptedPeer withinTls(LiveNode node, PemCertificate certificate) throws IOException {
        return ScriptedPeer.over(certificate
                        .trusting()
                        .getSocketFactory()
                        .createSocket("localhost", node.node().port("rtmps.port")))
                .handshake()
                .connect(LiveNode.APP);
    }

    private static Player flv(FlvViewer viewer) {
        return () -> {
            int before = viewer.pictures();
            await("more").atMost(PATIENCE).until(() -> viewer.pictures() > before + PICTURES);
        };
    }

    private static Player hls(HlsClient client) {
        var playlist = client.playlists("/live/news.m3u8").getLast();
        return () -> {
            long before = client.playlist(playlist).lastNumber();
            await("a segment")
                    .atMost(PATIENCE)
                    .until(() -> client.playlist(playlist).lastNumber() > before);
            var newest = client.playlist(playlist).segments().getLast();
            assertThat(client.get(playlist.resolve(newest.uri())).statusCode()).isEqualTo(200);
        };
    }

    /** What a node that is to be played from shows to who comes now. */
    private static Certificate shown(LiveNode node, PemCertificate trusted) throws IOException {
        int port = node.node().port("https.port");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                var tls = (SSLSocket)
                        trusted.trusting().getSocketFactory().createSocket(socket, "localhost", port, true)) {
            tls.startHandshake();
            return tls.getSession().getPeerCertificates()[0];
        }
    }

    private static boolean shows(LiveNode node, PemCertificate certificate) {
        try {
            return shown(node, certificate).equals(certificate.certificate());
        } catch (IOException otherCertificate) {
            return false;
        }
    }

    /** @param may {@code open} or {@code refuse} */
    private static void write(Path file, String may, int limit, PemCertificate certificate, CallbackServer hears)
            throws IOException {
        Files.writeString(file, """
                auth: {play: %1$s}
                tls: {certificates: ['%3$s']}
                limits:
                  players-per-node: %2$d
                  players-per-address: %2$d
                  players-per-stream: %2$d
                  publishers-per-app: %2$d
                hooks: {on-update: '%4$s', on-stop: '%4$s', on-unpublish: '%4$s', update-interval: 1s}
                apps: {live: {auth: {publish: %1$s}}}
                """.formatted(may, limit, certificate, hears.url("/")));
    }

    /** Who is there, of those whom {@code server} was told of since it had heard so many calls. */
    private static long toldOf(CallbackServer server, int since) {
        return server.requests().stream()
                .skip(since)
                .map(request ->
                        new JsonObject(request.body()).getJsonObject("client").getString("id"))
                .distinct()
                .count();
    }

    @Test
    void everyClientGoesOnWhateverChanges() throws Exception {
        var certificates = List.of(
                PemCertificate.make(folder, "first", "EC", "localhost"),
                PemCertificate.make(folder, "second", "EC", "localhost"));
        var file = folder.resolve("node.yaml");
        try (var one = CallbackServer.answering(request -> Response.of(200, "{\"allow\":true}"));
                var other = CallbackServer.answering(request -> Response.of(200, "{\"allow\":true}"));
                var cluster = new LiveCluster(
                        "rtmps.port=0",
                        "https.port=0",
                        "player.queue-duration=1m",
                        "hls.session-timeout=5m",
                        "hls.idle=5m");
                var http = HttpClient.newBuilder()
                        .sslContext(certificates.getFirst().trusting())
                        .build();
                var log = LogCapture.of("dev.headwater")) {
            write(file, "open", 0, certificates.getFirst(), one);
            var origin = cluster.origin(file);
            var edge = cluster.edge(file);
            await("the edge knows the origin").atMost(PATIENCE).until(() -> edge.knows(origin));
            try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, edge.url("news"));
                    var plain = edge.client();
                    var within = withinTls(edge, certificates.getFirst());
                    var far = origin.client()) {
                await("published").atMost(PATIENCE).until(() -> !edge.streams().isEmpty());
                var players = Map.of(
                        "RTMP", rtmp(plain),
                        "RTMPS", rtmp(within),
                        "RTMP at the origin", rtmp(far),
                        "HTTP-FLV", flv(FlvViewer.byHttp(http, URI.create(edge.httpUrl("http", "news.flv")))),
                        "WebSocket within TLS",
                                flv(FlvViewer.byWebSocket(
                                        http,
                                        URI.create("wss://localhost:%d/live/news.flv"
                                                .formatted(edge.node().port("https.port"))))),
                        "HLS", hls(new HlsClient(edge)));
                assertThat(players).hasSize(CLIENTS - 1);
                for (int i = 1; i <= RELOADS; i++) {
                    boolean odd = i % 2 == 1;
                    var certificate = certificates.get(i % 2);
                    var hears = odd ? other : one;
                    int before = hears.requests().size();
                    write(file, odd ? "refuse" : "open", i, certificate, hears); // fewer than there are
                    for (var node : List.of(origin, edge)) {
                        assertThat(node.post(200, "config/reload").getJsonArray("needs_restart"))
                                .isEmpty();
                        await("the other certificate").atMost(PATIENCE).until(() -> shows(node, certificate));
                    }
                    players.values().forEach(Player::awaitMore);
                    await("the other server hears of everybody")
                            .atMost(PATIENCE)
                            .until(() -> toldOf(hears, before) == CLIENTS);
                }
                assertThat(encoder.isRunning()).as(encoder::output).isTrue();
                assertThat(edge.metric("headwater_connection_accepted_total", "port=\"rtmp\""))
                        .as("the encoder and two players have come once")
                        .isEqualTo(3);
                assertThat(edge.metric("headwater_forward_resumed_total")).isZero();
                for (var node : List.of(origin, edge)) {
                    assertThat(node.metric("headwater_player_dropped_frames_total"))
                            .isZero();
                }
                assertThat(log.lines())
                        .noneMatch(line -> line.startsWith("INFO stop ") || line.startsWith("INFO unpublish "));
                assertThat(Set.of(one, other))
                        .flatMap(CallbackServer::requests)
                        .noneMatch(request -> request.body().contains("on_stop")
                                || request.body().contains("on_unpublish"));
                assertThat(refusedAt(edge)).isTrue();
            }
        }
    }

    private static boolean refusedAt(LiveNode node) {
        try (var late = node.client()) {
            late.command(late.createStream(), "play", 5, null, "news", -2000);
            return late.awaitClose().stream().anyMatch(message -> message.isStatus("NetStream.Play.Failed"));
        }
    }
}
