package dev.headwater.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.metrics.MetricsRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final HttpClient client = HttpClient.newHttpClient();
    private final MetricsRegistry registry = new MetricsRegistry();
    private final CountDownLatch unblock = new CountDownLatch(1);
    private volatile boolean draining;
    private final ManagementServer server = new ManagementServer(
            "127.0.0.1",
            0,
            new ManagementServer.Access(List::of, HostNames.of(), status -> {}),
            new HealthChecks(
                    List.of(EventLoopsCheck.of(((VertxInternal) vertx).nettyEventLoopGroup())),
                    List.of(
                            HealthCheck.of("cluster", () -> true, "not joined"),
                            HealthCheck.of("draining", () -> !draining, "the node drains")),
                    List.of(
                            new HealthCheck("silent", () -> Promise.promise().future()),
                            new HealthCheck("broken", () -> {
                                throw new IllegalStateException("it broke");
                            }))),
            new ManagementServer.Metrics(MetricsRegistry.CONTENT_TYPE, registry::scrape),
            router -> {
                router.get(Api.PATH + "songs")
                        .handler(context -> context.response().end("la la"));
                router.get(Api.PATH + "broken").handler(context -> {
                    throw new IllegalStateException("broken on purpose");
                });
            });

    @BeforeEach
    void start() {
        vertx.deployVerticle(server).await();
    }

    @AfterEach
    void stop() {
        unblock.countDown();
        client.close();
        vertx.close().await();
        registry.close();
    }

    @Test
    void healthIsUpWhileEveryEventLoopTurns() {
        var answer = get("/healthz");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"up\",\"checks\":[{\"check\":\"event-loops\",\"status\":\"up\"}]}");
    }

    @Test
    void healthIsDownWhenAnEventLoopIsStuck() {
        // The server has one of the two loops; the next context gets the other.
        vertx.runOnContext(nothing -> {
            try {
                unblock.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var answer = get("/healthz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(check(answer, "event-loops").getString("problem")).isEqualTo("no answer within 900 ms");
    }

    @Test
    void readinessNamesTheCheckThatFails() {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        draining = true;
        var answer = get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(check(answer, "draining"))
                .isEqualTo(
                        new JsonObject("{\"check\":\"draining\",\"status\":\"down\",\"problem\":\"the node drains\"}"));
        assertThat(check(answer, "cluster").getString("status")).isEqualTo("up");
    }

    @Test
    void checkThatHangsOrThrowsIsDown() {
        var answer = get("/startupz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(check(answer, "silent").getString("problem")).isEqualTo("no answer within 900 ms");
        assertThat(check(answer, "broken").getString("problem")).isEqualTo("it broke");
    }

    @Test
    void metricsAreInPrometheusText() {
        var answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    @Test
    void apiIsServedBesideHealthAndMetrics() {
        assertThat(get("/api/v1/songs").body()).isEqualTo("la la");
    }

    @Test
    void faultOfOursIsAnAnswerWithoutDetails() {
        var answer = get("/api/v1/broken");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"error\":\"failed\"}");
    }

    @Test
    void whatIsNotServedIsToldSo() {
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        var post = send(HttpRequest.newBuilder(uri("/healthz")).POST(BodyPublishers.noBody()));
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.body()).isEqualTo("{\"error\":\"this method is not served here\"}");
    }

    private static JsonObject check(HttpResponse<String> answer, String name) {
        return new JsonObject(answer.body())
                .getJsonArray("checks").stream()
                        .map(JsonObject.class::cast)
                        .filter(check -> check.getString("check").equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
