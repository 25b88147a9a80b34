package dev.headwater.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A file of a page as HTTP clients get it. */
class PageFileTest {
    private static final String CHARTS = WebJar.resource("org.webjars.npm", "chart.js", "dist/chart.umd.min.js");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(router())
            .listen(0, "127.0.0.1")
            .await();

    private Router router() {
        var router = Router.router(vertx);
        router.route("/charts.js").handler(new PageFile(() -> "default-src 'none'", CHARTS));
        return router;
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().await();
    }

    private HttpResponse<byte[]> ask(String method, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/charts.js".formatted(server.actualPort())))
                .method(method, BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoTakesGzipGetsLessOfTheSame() throws IOException {
        var plain = ask("GET");
        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        assertThat(plain.headers().firstValue("content-type")).contains("text/javascript; charset=utf-8");
        assertThat(plain.headers().firstValue("content-security-policy")).contains("default-src 'none'");

        var compressed = ask("GET", "accept-encoding", "br;q=1.0, gzip;q=0.8");
        assertThat(compressed.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(compressed.headers().firstValue("vary")).contains("accept-encoding");
        assertThat(compressed.body().length).isLessThan(plain.body().length / 2);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain.body());
        }
        assertThat(ask("GET", "accept-encoding", "gzip;q=0").headers().firstValue("content-encoding"))
                .isEmpty();
    }

    @Test
    void whoHasItAlreadyDoesNotGetItAgain() {
        String tag = ask("GET").headers().firstValue("etag").orElseThrow();
        var again = ask("GET", "if-none-match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(ask("GET", "if-none-match", "W/\"0\"").statusCode()).isEqualTo(200);
    }

    @Test
    void headTellsTheLengthAlone() {
        var head = ask("HEAD");
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("content-length"))
                .hasValue(ask("GET").body().length);
    }

    @Test
    void missingFileIsAFaultOfTheProgramAtItsStart() {
        assertThatThrownBy(() -> new PageFile(() -> "", "/nowhere.js"))
                .hasMessage("/nowhere.js is not on the class path");
        assertThatThrownBy(() -> WebJar.resource("org.webjars.npm", "nowhere", "x.js"))
                .isInstanceOf(IllegalStateException.class);
    }
}
