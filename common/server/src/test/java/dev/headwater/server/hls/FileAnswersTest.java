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
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of a stream as HTTP clients get them. */
class FileAnswersTest {
    private static final StreamKey SHOW = new StreamKey("live", "show");
    private static final HlsSettings LOW_LATENCY = inParts(200);

    private static final int MAX_WAITING = 40;

    private final LogCapture log = LogCapture.of("dev.headwater");
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final EventExecutor loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NodeMetrics metrics =
            new NodeMetrics(registry, new NodeMetrics.NodeTags("n", "west", "edge", "test"));
    private final LiveStream stream = new LiveStream(SHOW, loop, Hubs.at(System::nanoTime), players -> {});
    private final Packagers packagers = new Packagers(
            vertx,
            new Packagers.Limits(1, Duration.ofMinutes(1), 10, MAX_WAITING),
            new SegmentMemory(Long.MAX_VALUE, () -> false),
            metrics.hls);
    private volatile int playedMs;
    private volatile @Nullable HlsSettings settings = settings(1_000, Optional.empty(), true);
    private final HlsService service = new HlsService(
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
            metrics.hls);
    private final HlsSessions sessions = new HlsSessions(vertx, service, new SessionNames(new byte[16]));
    private final HttpListener port = HttpPort.open(vertx, metrics, new HlsRoutes(service, sessions));

    private static HlsSettings inParts(int partMs) {
        return new HlsSettings(true, Container.FMP4, 1_000, 12_000, partMs, 8, 1 << 24, Optional.empty(), true);
    }

    private static HlsSettings settings(int segmentMs, Optional<Encryption> encryption, boolean open) {
        return new HlsSettings(true, Container.FMP4, segmentMs, 12_000, 0, 8, 1 << 24, encryption, open);
    }

    @BeforeEach
    void cut() {
        play(0, 2_000);
    }

    private void play(int fromMs, int toMs) {
        play(fromMs, toMs, 40);
    }

    /** Video alone, with a key frame each second. */
    private void play(int fromMs, int toMs, int stepMs) {
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

    private void publishPicture(int ms) {
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

    private HttpResponse<String> get(String path) {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/live/show.hls/%s".formatted(port.port(), path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String playlist() {
        var asked = ask();
        playUntil(asked::isDone, 40);
        return body(asked);
    }

    /** Goes on from where {@link #cut} and earlier calls came to. */
    private void playUntil(BooleanSupplier enough, int stepMs) {
        await().until(() -> {
            if (enough.getAsBoolean()) {
                return true;
            }
            play(playedMs, playedMs + 2_000, stepMs);
            return false;
        });
    }

    /** Asks for the playlist, and comes back when the packager takes what comes. */
    private CompletableFuture<HttpResponse<String>> ask() {
        return ask(1_000);
    }

    private CompletableFuture<HttpResponse<String>> ask(int segmentMs) {
        var path = "%d/video.m3u8".formatted(segmentMs);
        var asked = client.sendAsync(request(path).build(), BodyHandlers.ofString());
        awaitPackager();
        return asked;
    }

    private void awaitPackager() {
        await("the packager takes what comes").until(() -> stream.players() == 1);
    }

    private static String body(CompletableFuture<HttpResponse<String>> asked) {
        var answer = asked.join();
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private int segments() {
        return rendition(Rendition.Kind.VIDEO)
                .map(rendition -> rendition.segments().size())
                .orElse(0);
    }

    private Optional<Rendition> rendition(Rendition.Kind kind) {
        return packagers
                .find(SHOW, Container.FMP4, 1_000)
                .flatMap(running -> running.presentation().rendition(kind));
    }

    private static String segment(String playlist) {
        return HlsPlaylist.read(playlist).segments().getFirst().uri();
    }

    private static Optional<String> kept(HttpResponse<?> answer) {
        return answer.headers().firstValue("cache-control");
    }

    @Test
    void whoPlaysWholeSegmentsHearsOfThemWhenHeMayStandBackFromTheEnd() {
        var asked = ask();
        play(2_000, 3_200);
        await("the first segments are made").until(() -> segments() > 0);
        play(3_200, 6_000);
        assertThat(HlsPlaylist.read(body(asked)).segments()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void picturesTooFarApartForPartsAreServedAsWholeSegmentsAre() {
        settings = inParts(500);
        play(2_000, 4_000, 200);
        var asked = ask(2_000);
        playUntil(asked::isDone, 200);
        assertThat(HlsPlaylist.read(body(asked)).segments()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(asked.join().body()).doesNotContain("#EXT-X-PART");
        assertThat(kept(asked.join())).contains("max-age=1");
    }

    @Test
    void whatIsLeftOfAShortStreamIsToldAtOnce() {
        var asked = ask();
        play(2_000, 3_200);
        await("the first segments are made").until(() -> segments() > 0);
        loop.submit(() -> stream.end(EndReason.UNPUBLISHED)).syncUninterruptibly();
        assertThat(body(asked)).contains("#EXT-X-ENDLIST");
    }

    @Test
    void whoWantsWholeSegmentsIsToldOfNoParts() {
        settings = LOW_LATENCY;
        assertThat(playlist()).contains("#EXT-X-PART");
        assertThat(get("1000/video.m3u8?low-latency=no").body())
                .doesNotContain("#EXT-X-PART")
                .doesNotContain("SERVER-CONTROL");
    }

    @Test
    void longPlaylistsAreCompressedForWhoTakesIt() {
        settings = LOW_LATENCY;
        playlist();
        playUntil(() -> segments() > 8, 40);
        var zipped = send(request("1000/video.m3u8").header("accept-encoding", "gzip"));
        assertThat(zipped.headers().firstValue("content-encoding")).contains("gzip");
        var plain = get("1000/video.m3u8");
        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        assertThat(plain.headers().allValues("vary")).contains("accept-encoding");
    }

    @Test
    void whatAnotherNodeMadeBeforeThisOneBeganIsNotWaitedFor() {
        assertThat(get("1000/video-0.m4s").statusCode())
                .as("whether or not something is here yet")
                .isEqualTo(404);
        awaitPackager();
        playUntil(() -> segments() > 8, 40);
        assertThat(get("1000/video-0.m4s").statusCode()).isEqualTo(404);
        assertThat(get("1000/video-0.0.m4s").statusCode()).isEqualTo(404);
        assertThat(get("1000/video-99.m4s").statusCode()).isEqualTo(404);
    }

    @Test
    void trackThatComesLaterHoldsNobodyUp() {
        playlist();
        loop.submit(() -> {
                    stream.publish(MediaFrame.of(FrameKind.AUDIO, playedMs, Payloads.aacSequenceHeader()));
                    for (int ms = playedMs; ms < playedMs + 900; ms += 20) {
                        stream.publish(MediaFrame.of(FrameKind.AUDIO, ms, Payloads.aacFrame(ms)));
                        if (ms % 40 == 0) {
                            publishPicture(ms);
                        }
                    }
                    stream.flush();
                })
                .syncUninterruptibly();
        await("its first segment has begun")
                .until(() -> rendition(Rendition.Kind.AUDIO)
                        .filter(audio -> audio.segments().isEmpty())
                        .isPresent());
        assertThat(get("1000/video.m3u8").statusCode()).isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/live/show.m3u8".formatted(port.port()))))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void nobodyTakesThePlacesOfAllWhoWait() {
        settings = LOW_LATENCY;
        playlist();
        long next = rendition(Rendition.Kind.VIDEO).orElseThrow().lastNumber() + 2;
        var greedy = IntStream.range(0, 2 * MAX_WAITING)
                .mapToObj(i -> waiting("?low-latency=no", next))
                .toList();
        await("what is too much for one")
                .until(() -> greedy.stream()
                                .filter(asked -> asked.isDone() && asked.join().statusCode() == 503)
                                .count()
                        >= MAX_WAITING);
        var other = waiting("", next);
        playUntil(other::isDone, 40);
        assertThat(other.join().statusCode()).isEqualTo(200);
        assertThat(greedy.stream().filter(asked -> asked.join().statusCode() == 200))
                .as("a player has four at once, and a few may be one")
                .hasSizeGreaterThanOrEqualTo(8);
    }

    /** Waits for a segment to come as the player that he is by this query. */
    private CompletableFuture<HttpResponse<String>> waiting(String query, long number) {
        var path = "1000/video.m3u8%s_HLS_msn=%d".formatted(query.isEmpty() ? "?" : query + "&", number);
        return client.sendAsync(request(path).build(), BodyHandlers.ofString());
    }

    @Test
    void noCacheGivesTheSessionOfOnePlayerToOthers() {
        settings = settings(1_000, Optional.empty(), false);
        String named = segment(playlist());
        String session = named.substring(named.indexOf('?'), named.indexOf('&'));
        assertThat(kept(get("1000/video.m3u8"))).contains("no-store");
        assertThat(kept(get("1000/video.m3u8?session=made-up"))).contains("no-store");
        assertThat(get("1000/video.m3u8" + session).headers().allValues("cache-control"))
                .allMatch(value -> value.startsWith("private, "));
    }

    /** As they would be if dates went on from the first frame, since these frames come faster than they last. */
    @Test
    void datesAreNotAheadOfTheClock() {
        playlist();
        playUntil(() -> segments() > 12, 40);
        var newest = HlsPlaylist.read(get("1000/video.m3u8").body()).segments().getLast();
        assertThat(newest.time().orElseThrow()).isBefore(Instant.now());
    }

    @Test
    void ourOwnFaultIsCountedAndItsLineTellsNoNameOfAStream() {
        settings = null;
        assertThat(get("1000/video.m3u8").statusCode()).isEqualTo(500);
        await().untilAsserted(() -> assertThat(registry.get("headwater.hls.requests")
                        .tags("kind", "playlist", "status", "500")
                        .counter()
                        .count())
                .isOne());
        assertThat(log.lines()).anyMatch(line -> line.contains("GET /live/... failed"));
        assertThat(log.lines()).noneMatch(line -> line.contains("show"));
    }

    @Test
    void onlyWhatIsNamedWithItsHashIsKeptForGood() {
        String named = segment(playlist());
        String bare = named.substring(0, named.indexOf('?'));
        var whole = get("1000/" + named);
        assertThat(kept(whole)).contains("public, max-age=31536000, immutable");
        assertThat(whole.headers().firstValue("etag")).contains('"' + named.substring(named.length() - 8) + '"');
        for (String other : new String[] {"", "?v=00000000", "?v=2"}) {
            var unsure = get("1000/" + bare + other);
            assertThat(kept(unsure)).contains("public, max-age=60");
            assertThat(unsure.body()).isEqualTo(whole.body());
        }
    }

    @Test
    void whatAllPlayersShareCountsForTheNodeAndTheStream() {
        String text = playlist();
        String named = segment(text);
        long length = get("1000/" + named)
                .headers()
                .firstValueAsLong("content-length")
                .orElseThrow();
        await("the bytes are counted")
                .until(() -> metrics.http.plays(Protocol.HLS).sentBytes.count() >= length);
        assertThat(service.clients().list(client -> true).await())
                .hasSize(1); // who asks for it finds all of it counted
        assertThat(metrics.traffic.known(SHOW))
                .hasValueSatisfying(bytes -> assertThat(bytes.sent()).isGreaterThanOrEqualTo(text.length() + length));
    }

    @Test
    void hashStandsBesideWhatLetsPlayersIn() {
        settings = settings(1_000, Optional.empty(), false);
        String named = segment(playlist());
        assertThat(named).matches("video-\\d+\\.m4s\\?session=[0-9a-f]{32}&v=[0-9a-f]{8}");
        assertThat(kept(get("1000/" + named))).contains("private, max-age=31536000, immutable");
    }

    @Test
    void streamThatIsCutGoesOnAsItBeganAfterAReload() {
        String named = segment(playlist());
        var before = get("1000/" + named);
        settings = settings(3_000, Optional.of(new Encryption(2)), true);
        assertThat(get("1000/" + named).body()).isEqualTo(before.body());
        assertThat(get("1000/video.m3u8").body()).doesNotContain("EXT-X-KEY").contains(named);
        assertThat(get("1000/key-0").statusCode()).isEqualTo(404);
        assertThat(get("1500/video.m3u8").statusCode()).isEqualTo(404);
    }

    @Test
    void keysOutliveTheReloadThatEndsEncryption() {
        settings = settings(1_000, Optional.of(new Encryption(2)), true);
        String text = playlist();
        String named = segment(text);
        assertThat(named).doesNotContain("?");
        var before = get("1000/" + named);
        assertThat(kept(before)).contains("public, max-age=60");
        settings = settings(1_000, Optional.empty(), true);
        assertThat(get("1000/" + named).body()).isEqualTo(before.body());
        assertThat(get("1000/key-0").statusCode()).isEqualTo(200);
    }
}
