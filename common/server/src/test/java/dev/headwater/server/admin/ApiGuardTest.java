package dev.headwater.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.config.SecretHash;
import dev.headwater.server.config.TokenEntry;
import dev.headwater.server.config.TokenEntry.Scope;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.Patience;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiGuardTest {
    private static final TokenEntry READER = new TokenEntry(Scope.READ, SecretHash.of("the reader's long token"));
    private static final TokenEntry WRITER = new TokenEntry(Scope.WRITE, SecretHash.of("the writer's long token"));

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong clock = new AtomicLong();
    private final List<Integer> refused = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        client.close();
        vertx.close().await();
    }

    private ManagementServer.Access access(TokenEntry... tokens) {
        return new ManagementServer.Access(
                () -> List.of(tokens), HostNames.of(), refused::add, ApiGuard.guesses(clock::get));
    }

    private ManagementServer serve(String host, TokenEntry... tokens) {
        var server = new ManagementServer(
                host,
                0,
                access(tokens),
                new HealthChecks(List.of(), List.of(), List.of()),
                new ManagementServer.Metrics("text/plain", () -> "figures"),
                router -> {
                    router.get(Api.PATH + "songs")
                            .handler(context -> context.response().end("la la"));
                    router.post(Api.PATH + "songs")
                            .handler(context -> context.response().end("la"));
                    router.get(Api.ACTS_BY_GET + "songs")
                            .handler(context -> context.response().end("hush"));
                });
        vertx.deployVerticle(server).await();
        return server;
    }

    private HttpResponse<String> send(String method, String host, ManagementServer server, String path, String token) {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        var request = HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(shown, server.port(), path)))
                .method(method, BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("authorization", token);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private int status(String method, ManagementServer server, String token) {
        return send(method, "127.0.0.1", server, "/api/v1/songs", token).statusCode();
    }

    @Test
    void aReaderReadsAndAWriterWritesToo() {
        var server = serve("127.0.0.1", READER, WRITER);
        assertThat(status("GET", server, "Bearer the reader's long token")).isEqualTo(200);
        assertThat(status("POST", server, "Bearer the reader's long token")).isEqualTo(403);
        assertThat(status("GET", server, "bearer the writer's long token")).isEqualTo(200);
        assertThat(status("POST", server, "Bearer the writer's long token")).isEqualTo(200);
    }

    @Test
    void aTokenMayBeThePasswordOfWhoKnowsNoOtherWay() {
        var server = serve("127.0.0.1", READER, WRITER);
        assertThat(status("GET", server, basic("anyone:the reader's long token")))
                .isEqualTo(200);
        assertThat(status("POST", server, basic(":the writer's long token"))).isEqualTo(200);
        assertThat(status("POST", server, basic("anyone:the reader's long token")))
                .isEqualTo(403);
        for (String wrong : List.of(basic("the writer's long token"), basic("the writer's long token:"), "Basic %%%")) {
            assertThat(status("GET", server, wrong)).as(wrong).isEqualTo(401);
        }
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    @Test
    void whatActsByAGetIsForWriters() {
        var server = serve("127.0.0.1", READER, WRITER);
        for (String path : List.of("/control/songs", "/control/../control/songs", "/x/../control/songs")) {
            assertThat(send("GET", "127.0.0.1", server, path, "Bearer the reader's long token")
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(send("GET", "127.0.0.1", server, "/control/songs", "Bearer the writer's long token")
                        .body())
                .isEqualTo("hush");
    }

    @Test
    void dashboardIsForWhoeverReachesThePortSinceItTellsNothingByItself() {
        var server = serve("127.0.0.1", WRITER);
        var page = send("GET", "127.0.0.1", server, "/", "");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe");
        var links = Pattern.compile("(?:href|src)=\"(dashboard/[^\"]+)\"")
                .matcher(page.body())
                .results()
                .map(link -> "/" + link.group(1))
                .toList();
        assertThat(links).contains("/dashboard/chart.js", "/dashboard/main.js", "/dashboard/style.css");
        for (String link : links) {
            assertThat(send("GET", "127.0.0.1", server, link, "").statusCode())
                    .as(link)
                    .isEqualTo(200);
        }
        assertThat(send("GET", "127.0.0.1", server, "/dashboard/other.js", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whateverIsNotOpenIsGuarded() {
        var server = serve("127.0.0.1", WRITER);
        for (String path :
                List.of("/nothing", "/api", "/metrics/../api/v1/songs", "/healthz/x", "/dashboard/../api/v1/songs")) {
            assertThat(send("GET", "127.0.0.1", server, path, "").statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    @Test
    void nobodyComesInWithoutATokenOnceThereIsOne() {
        var server = serve("127.0.0.1", WRITER);
        for (String token : List.of("", "Bearer", "Bearer the writer's long toke", "Basic d3JpdGVy")) {
            var answer = send("GET", "127.0.0.1", server, "/api/v1/songs", token);
            assertThat(answer.statusCode()).as(token).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer realm=\"headwater\"");
        }
        assertThat(send("GET", "127.0.0.1", server, "/api/v1/nothing", "").statusCode())
                .as("what there is, is not told either")
                .isEqualTo(401);
    }

    @Test
    void refusalsAreCountedByStatusAndInTheLogWithoutTheToken() {
        var server = serve("127.0.0.1", READER);
        try (var log = LogCapture.of(ApiGuard.class)) {
            assertThat(status("GET", server, "Bearer wr0ng")).isEqualTo(401);
            assertThat(status("POST", server, "Bearer the reader's long token")).isEqualTo(403);
            assertThat(refused).containsExactly(401, 403);
            // all tests together write no more than so many lines a second
            await().atMost(Patience.LIMIT).untilAsserted(() -> {
                var _ = status("POST", server, "Bearer the reader's long token");
                assertThat(log.warnings())
                        .contains(
                                "refused POST /api/v1/songs peer=127.0.0.1 status=403: this token is for reading only");
            });
            assertThat(log.lines()).noneMatch(line -> line.contains("wr0ng"));
        }
    }

    @Test
    void whoGuessesWaitsAndIsToldOfARightOneNoSooner() {
        var server = serve("127.0.0.1", WRITER);
        for (int i = 0; i < 5; i++) {
            assertThat(status("GET", server, "Bearer guess " + i)).isEqualTo(401);
        }
        assertThat(status("GET", server, "Bearer guess")).isEqualTo(429);
        assertThat(status("GET", server, "Bearer the writer's long token")).isEqualTo(429);
        assertThat(status("GET", server, "")).isEqualTo(401);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(status("GET", server, "Bearer the writer's long token")).isEqualTo(200);
        assertThat(status("GET", server, "Bearer guess")).isEqualTo(401);
        assertThat(status("GET", server, "Bearer the writer's long token")).isEqualTo(429);
    }

    @Test
    void aTokenThatSomebodyHasTypedIsNone() {
        var server = serve("127.0.0.1", new TokenEntry(Scope.WRITE, SecretHash.of("hunter2")));
        var answer = send("GET", "127.0.0.1", server, "/api/v1/songs", "Bearer hunter2");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("no such token");
    }

    @Test
    void healthAndMetricsNeedNoToken() {
        var server = serve("127.0.0.1", WRITER);
        assertThat(send("GET", "127.0.0.1", server, "/metrics", "").body()).isEqualTo("figures");
        assertThat(send("GET", "127.0.0.1", server, "/healthz", "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void withoutTokensTheApiIsForThisMachineAlone() throws IOException {
        String outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow(() -> new AssertionError("this machine has no address but the loopback ones"));
        var server = serve("0.0.0.0");
        assertThat(status("POST", server, "")).isEqualTo(200);
        var answer = send("GET", outside, server, "/api/v1/songs", "");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("management.tokens");
        assertThat(send("GET", outside, server, "/metrics", "").statusCode()).isEqualTo(200);
    }
}
