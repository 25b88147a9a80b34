package dev.headwater.server.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.http.HttpListener;
import dev.headwater.server.http.HttpPort;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Still pictures as HTTP clients get them, of a stream that is really decoded. */
class ThumbnailRoutesTest {
    private static final StreamKey SHOW = new StreamKey("live", "show");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final EventExecutor loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    private final LiveStream stream = MadeUp.stream(SHOW, loop, Clip.H264_AAC);
    private Access access = Access.AUTHORISED;
    private boolean open = true;
    private final HttpListener port = HttpPort.open(
            vertx,
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("n", "west", "edge", "test")),
            new ThumbnailRoutes(
                    new Thumbnails(
                            vertx,
                            request -> Future.succeededFuture(
                                    request.key().equals(SHOW)
                                            ? new PlayDecision.Found(stream)
                                            : PlayDecision.NOT_FOUND),
                            Ffmpeg.shipped().program(),
                            new MadeUp.Settings()),
                    attempt -> access.authorise(attempt),
                    app -> open));

    @AfterEach
    void stop() {
        MadeUp.end(stream);
        client.close();
        vertx.close().await();
    }

    private HttpResponse<byte[]> ask(String method, String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port.port(), path)))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pictureMayBeKeptAsLongAsItIsShown() {
        var picture = ask("GET", "/live/show.jpg");
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("content-type")).contains("image/jpeg");
        assertThat(picture.headers().firstValue("cache-control")).contains("public, max-age=60");
        assertThat(picture.body()).startsWith(0xFF, 0xD8).hasSizeGreaterThan(1000);

        String tag = picture.headers().firstValue("etag").orElseThrow();
        assertThat(ask("GET", "/live/show.jpg", "if-none-match", tag).statusCode())
                .isEqualTo(304);
        var head = ask("HEAD", "/live/show.jpg");
        assertThat(head.headers().firstValueAsLong("content-length")).hasValue(picture.body().length);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void whoMayNotPlaySeesNothing() {
        assertThat(ask("GET", "/live/show.jpg").statusCode()).isEqualTo(200);
        access = attempt -> Future.succeededFuture(
                attempt.query().equals("token=right")
                        ? new Verdict.Allowed(attempt.asked())
                        : new Verdict.Denied(Denial.BAD_CREDENTIAL, "a guess", false));
        assertThat(ask("GET", "/live/show.jpg?token=wrong").statusCode()).isEqualTo(403);
        assertThat(ask("GET", "/live/show.jpg?token=right").statusCode()).isEqualTo(200);
    }

    @Test
    void pictureThatNotEverybodyMaySeeIsKeptByNoSharedCache() {
        open = false;
        assertThat(ask("GET", "/live/show.jpg").headers().firstValue("cache-control"))
                .contains("private, max-age=60");
    }

    @Test
    void streamThatIsNotThereHasNone() {
        var none = ask("GET", "/live/none.jpg");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.headers().firstValue("cache-control")).contains("no-store");
        assertThat(ask("GET", "/live/..%2f..%2fsecret.jpg").statusCode()).isEqualTo(400);
        assertThat(ask("GET", "/.jpg").statusCode()).isIn(400, 404);
    }
}
