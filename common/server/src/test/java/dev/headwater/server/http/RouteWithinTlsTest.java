package dev.headwater.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.LocalStreamDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.Refusals;
import dev.headwater.cluster.TestNode;
import dev.headwater.server.auth.Access;
import dev.headwater.server.config.CertificateFiles;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.net.CertificateStore;
import dev.headwater.server.net.TlsSettings;
import dev.headwater.server.route.EdgeChoice;
import dev.headwater.server.route.Routes;
import dev.headwater.testkit.PemCertificate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks by HTTPS, as a page does that was loaded by it, is told nothing that a browser would not load. */
class RouteWithinTlsTest {
    private final Vertx vertx = Vertx.vertx();
    private final LocalNodeDirectory nodes = new LocalNodeDirectory();
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("n", "west", "edge", "test"));

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private HttpListener listen(PemCertificate pem) {
        var store = new CertificateStore(vertx, List.of(new CertificateFiles(pem.chain(), pem.key())));
        store.refresh();
        var view = new NodesView(nodes, System::nanoTime);
        var routes = new Routes(
                new LocalStreamDirectory(),
                view,
                new EdgeChoice(view, RandomGenerator.of("L64X128MixRandom")),
                onDemand -> true,
                "west");
        return HttpPort.open(
                vertx,
                metrics,
                new TlsSettings(store.served(), Optional.empty(), Duration.ofSeconds(10)),
                new RouteHandler(routes, Access.AUTHORISED, (_, _) -> true, metrics.routes));
    }

    private void edge(String id, int httpsPort) {
        edge(id, httpsPort, 0, Refusals.NONE);
    }

    private void edge(String id, int httpsPort, double load, Refusals refusals) {
        nodes.announce(TestNode.edge(id)
                .zone("west")
                .hosts("10.0.0.1", "127.0.0.1", id + ".example")
                .rtmp(1935)
                .rtmps(1936)
                .http(8080)
                .https(httpsPort)
                .load(load)
                .refusals(refusals)
                .record());
    }

    @Test
    void urlsOfHttpAreWithinTls() throws Exception {
        var pem = PemCertificate.make(folder, "node", "EC", "localhost");
        edge("e1", 0); // of an older release, or without a certificate
        var port = listen(pem);
        try (var client = HttpClient.newBuilder().sslContext(pem.trusting()).build()) {
            assertThat(get(client, port, "?redirect=hls").statusCode()).isEqualTo(503);
            assertThat(urls(client, port).fieldNames()).containsExactly("rtmp", "rtmps");

            nodes.withdraw("e1");
            edge("e2", 8443);
            var other = listen(pem); // which has not looked yet
            assertThat(urls(client, other))
                    .isEqualTo(new JsonObject()
                            .put("rtmp", "rtmp://e2.example:1935/live/one")
                            .put("rtmps", "rtmps://e2.example:1936/live/one")
                            .put("hls", "https://e2.example:8443/live/one.m3u8")
                            .put("dash", "https://e2.example:8443/live/one.mpd")
                            .put("flv", "https://e2.example:8443/live/one.flv")
                            .put("ws", "wss://e2.example:8443/live/one.flv"));
            assertThat(get(client, other, "?redirect=hls&token=right").headers().firstValue("location"))
                    .contains("https://e2.example:8443/live/one.m3u8?token=right");
        }
    }

    @Test
    void anEdgeThatTakesNobodyWithinTlsIsNotNamed() throws Exception {
        var pem = PemCertificate.make(folder, "node", "EC", "localhost");
        var noRtmp = new Refusals(true, false, false);
        edge("e1", 0, 0, noRtmp); // by HTTP alone
        edge("e2", 8443, 0.5, noRtmp);
        var port = listen(pem);
        try (var client = HttpClient.newBuilder().sslContext(pem.trusting()).build()) {
            var answer = new JsonObject(get(client, port, "").body());
            assertThat(answer.getJsonObject("edge").getString("node")).isEqualTo("e2");
            assertThat(answer.getJsonArray("alternatives")).isEmpty();

            nodes.withdraw("e2");
            assertThat(get(client, listen(pem), "").statusCode()).isEqualTo(503);
        }
    }

    private static JsonObject urls(HttpClient client, HttpListener port) throws Exception {
        return new JsonObject(get(client, port, "").body())
                .getJsonObject("edge")
                .getJsonObject("urls");
    }

    private static HttpResponse<String> get(HttpClient client, HttpListener port, String query) throws Exception {
        var uri = URI.create("https://localhost:%d/route/live/one%s".formatted(port.port(), query));
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
