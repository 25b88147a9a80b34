package dev.headwater.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The player page as HTTP clients get it; what it does in a browser is tested in deploy. */
class PlayerPageTest {
    /** What a page or a script of ours loads. */
    private static final Pattern LOADED =
            Pattern.compile("(?:src|href)=\"([^\"]+)\"|(?:from |import\\()'\\./([^']+)'|LIBRARY = '([^']+)'");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(router())
            .listen(0, "127.0.0.1")
            .await();

    private Router router() {
        var router = Router.router(vertx);
        new PlayerPage(() -> List.of("https://www.example.org")).mount(router);
        return router;
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().await();
    }

    private HttpResponse<String> get(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(server.actualPort(), path)))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyStreamHasThePageAndNothingOfItsNameIsInIt() {
        var page = get("/play/live/show");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        for (String path : List.of("/play/a/b/caf%C3%A9?token=x", "/play/live/show?embed&via=hls", "/play/show")) {
            assertThat(get(path).body()).as(path).isEqualTo(page.body());
        }
    }

    @Test
    void nameThatNoStreamCanHaveHasNoPage() {
        for (String path : List.of("/play/", "/play/live/..%2f..", "/play/live/%3Cscript%3E")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void policyForbidsWhatThePageDoesNotNeed() {
        var page = get("/play/live/show");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'self' https://www.example.org")
                .doesNotContain("unsafe", "http:");
        assertThat(page.body()).doesNotContain("<style", "style=", "<script>", "onclick");
    }

    @Test
    void everyFileThatOneOfTheFilesLoadsIsServed() {
        Set<String> seen = new HashSet<>();
        var open = new ArrayDeque<>(List.of("/play/live/show"));
        while (!open.isEmpty()) {
            String path = open.pop();
            var answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            if (path.endsWith(".mjs") || path.endsWith("mpegts.js")) {
                continue; // another's
            }
            for (var found : LOADED.matcher(answer.body()).results().toList()) {
                String file = found.group(1) != null
                        ? found.group(1)
                        : found.group(2) != null ? found.group(2) : found.group(3);
                String next = file.startsWith("/") ? file : "/play/" + file;
                if (seen.add(next)) {
                    open.push(next);
                }
            }
        }
        assertThat(seen).hasSize(12).contains("/play/hls.mjs", "/play/mpegts.js", "/play/watch.js");
    }
}
