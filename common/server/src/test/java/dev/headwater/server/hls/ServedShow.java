package dev.headwater.server.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.playlist.Encryption;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.Rendition;
import dev.headwater.media.segment.SegmentMemory;
import dev.headwater.server.auth.Access;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.http.HttpListener;
import dev.headwater.server.http.HttpPort;
import dev.headwater.server.limits.UseLimiter;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.play.PlayService;
import dev.headwater.server.role.Hubs;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.Protocol;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.HlsPlaylist;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A stream of video alone, with a key frame each second, whose files HTTP clients ask for. */
abstract class ServedShow {
    static final StreamKey SHOW = new StreamKey("live", "show");
    static final HlsSettings LOW_LATENCY = inParts(200);
    static final int MAX_WAITING = 40;

    final LogCapture log = LogCapture.of("dev.headwater");
    private final Vertx vertx = Vertx.vertx();
    final HttpClient client = HttpClient.newHttpClient();
    final EventExecutor loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final NodeMetrics metrics = new NodeMetrics(registry, new NodeMetrics.NodeTags("n", "west", "edge", "test"));
    final LiveStream stream = new LiveStream(SHOW, loop, Hubs.at(System::nanoTime), players -> {});
    private final Packagers packagers = new Packagers(
            vertx,
            new Packagers.Limits(1, Duration.ofMinutes(1), 10, MAX_WAITING),
            new SegmentMemory(Long.MAX_VALUE, () -> false),
            metrics.hls);
    volatile int playedMs;
    volatile @Nullable HlsSettings settings = settings(1_000, Optional.empty(), true);
    final HlsService service = new HlsService(
            new PlayService(
                    "hls",
                    Access.AUTHORISED,
                    UseLimiter.UNLIMITED,
                    request -> Future.succeededFuture(new PlayDecision.Found(stream)),
                    metrics.http.plays(Protocol.HLS)),
            new Clients(new FlightRecorder(64, 4 << 10, Duration.ofMinutes(1), 100, System::nanoTime), Trace.NONE),
            packagers,
            new SegmentKeys(new byte[16]),
            app -> Objects.requireNonNull(settings),
            Duration.ofMinutes(1),
            100,
            () -> Duration.ofMinutes(1),
            metrics.hls);
    private final HlsSessions sessions = new HlsSessions(vertx, service, new SessionNames(new byte[16]));
    final HttpListener port = HttpPort.open(vertx, metrics, new HlsRoutes(service, sessions));

    static HlsSettings inParts(int partMs) {
        return new HlsSettings(true, Container.FMP4, 1_000, 12_000, partMs, 8, 1 << 24, Optional.empty(), true);
    }

    static HlsSettings settings(int segmentMs, Optional<Encryption> encryption, boolean open) {
        return new HlsSettings(true, Container.FMP4, segmentMs, 12_000, 0, 8, 1 << 24, encryption, open);
    }

    @BeforeEach
    void cut() {
        play(0, 2_000);
    }

    void play(int fromMs, int toMs) {
        play(fromMs, toMs, 40);
    }

    /** Video alone, with a key frame each second. */
    void play(int fromMs, int toMs, int stepMs) {
        loop.submit(() -> {
                    if (fromMs == 0) {
                        stream.publish(MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader()));
                    }
                    for (int ms = fromMs; ms < toMs; ms += stepMs) {
                        publishPicture(ms);
                    }
                    stream.flush();
                })
                .syncUninterruptibly();
        playedMs = toMs;
    }

    void publishPicture(int ms) {
        byte[] picture = ms % 1_000 == 0 ? Payloads.avcKeyFrame(100) : Payloads.avcInterFrame(100);
        stream.publish(MediaFrame.of(FrameKind.VIDEO, ms, picture));
    }

    @AfterEach
    void stop() {
        loop.submit(() -> stream.end(EndReason.UNPUBLISHED)).syncUninterruptibly();
        sessions.close();
        packagers.close().await();
        client.close();
        vertx.close().await();
        log.close();
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/live/show.hls/%s".formatted(port.port(), path)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String playlist() {
        var asked = ask();
        playUntil(asked::isDone, 40);
        return body(asked);
    }

    /** Goes on from where {@link #cut} and earlier calls came to. */
    void playUntil(BooleanSupplier enough, int stepMs) {
        await().until(() -> {
            if (enough.getAsBoolean()) {
                return true;
            }
            play(playedMs, playedMs + 2_000, stepMs);
            return false;
        });
    }

    /** Asks for the playlist, and comes back when the packager takes what comes. */
    CompletableFuture<HttpResponse<String>> ask() {
        return ask(1_000);
    }

    CompletableFuture<HttpResponse<String>> ask(int segmentMs) {
        var path = "%d/video.m3u8".formatted(segmentMs);
        var asked = client.sendAsync(request(path).build(), BodyHandlers.ofString());
        awaitPackager();
        return asked;
    }

    void awaitPackager() {
        await("the packager takes what comes").until(() -> stream.players() == 1);
    }

    static String body(CompletableFuture<HttpResponse<String>> asked) {
        var answer = asked.join();
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    int segments() {
        return rendition(Rendition.Kind.VIDEO)
                .map(rendition -> rendition.segments().size())
                .orElse(0);
    }

    Optional<Rendition> rendition(Rendition.Kind kind) {
        return packagers
                .find(SHOW, Container.FMP4, 1_000)
                .flatMap(running -> running.presentation().rendition(kind));
    }

    static String segment(String playlist) {
        return HlsPlaylist.read(playlist).segments().getFirst().uri();
    }

    static Optional<String> kept(HttpResponse<?> answer) {
        return answer.headers().firstValue("cache-control");
    }
}
