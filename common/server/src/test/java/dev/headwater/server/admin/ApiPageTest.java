package dev.headwater.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.SecretHash;
import dev.headwater.server.config.TokenEntry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract for people and programs, at a node that asks for tokens. */
class ApiPageTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ManagementServer server = new ManagementServer(
            "127.0.0.1",
            0,
            new ManagementServer.Access(
                    () -> List.of(new TokenEntry(TokenEntry.Scope.READ, SecretHash.of("0123456789abcdef"))),
                    HostNames.of(),
                    status -> {}),
            new HealthChecks(List.of(), List.of(), List.of()),
            new ManagementServer.Metrics("text/plain", () -> ""),
            Api.NONE);

    @BeforeEach
    void start() {
        vertx.deployVerticle(server).await();
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().await();
    }

    @Test
    void contractIsThereWithoutAToken() {
        var contract = get("/api/v1/openapi.yaml");
        assertThat(contract.statusCode()).isEqualTo(200);
        assertThat(contract.headers().firstValue("content-type")).contains("application/yaml");
        assertThat(contract.body()).startsWith("openapi: 3.1.");
        assertThat(get("/api/v1/nodes").statusCode()).isEqualTo(401);
    }

    @Test
    void pageNeedsNothingButThisNode() {
        var page = get("/docs/api/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:");
        var parts = Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                .matcher(page.body())
                .results()
                .map(part -> part.group(1))
                .toList();
        assertThat(parts).hasSize(3);
        for (String part : parts) {
            var answer = get("/docs/api/" + part);
            assertThat(answer.statusCode()).as(part).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type").orElseThrow())
                    .as(part)
                    .startsWith(part.endsWith(".css") ? "text/css" : "text/javascript");
            assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        }
        assertThat(page.body()).doesNotContain("<style", "style=", "<script>");
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
