package dev.headwater.server.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.SegmentMemory;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.Verdict;
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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions of requests that come on two event loops. */
class HlsSessionsTest {
    private static final StreamKey KEY = StreamKey.parse("live", "cam");
    private static final SessionNames NAMES = new SessionNames(new byte[32]);
    private static final String NAME = NAMES.next(KEY);
    private static final HlsSettings SETTINGS =
            new HlsSettings(true, Container.TS, 2_000, 12_000, 0, 8, 1 << 20, Optional.empty(), true);

    private final Vertx vertx = Vertx.vertx();
    private final EventExecutor loop = new DefaultEventExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("test", "", "test", "0"));
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger came = new AtomicInteger();
    private final Promise<Verdict> verdict = Promise.promise();
    private final Access access = attempt -> {
        asked.incrementAndGet();
        return verdict.future();
    };
    private final Clients clients = new Clients(FlightRecorder.OFF, Trace.NONE);
    private final Packagers packagers = new Packagers(
            vertx,
            new Packagers.Limits(1, Duration.ofMinutes(1), 10, 10),
            new SegmentMemory(Long.MAX_VALUE, () -> false),
            metrics.hls);
    private volatile LiveStream stream = stream();
    private final HlsSessions sessions = new HlsSessions(
            vertx,
            new HlsService(
                    new PlayService(
                            "hls",
                            access,
                            UseLimiter.UNLIMITED,
                            request -> Future.succeededFuture(new PlayDecision.Found(stream)),
                            metrics.http.plays(Protocol.HLS)),
                    clients,
                    packagers,
                    new SegmentKeys(new byte[32]),
                    app -> SETTINGS,
                    Duration.ofMinutes(1),
                    100,
                    () -> Duration.ofMinutes(1),
                    metrics.hls),
            NAMES);
    private final HttpListener port = HttpPort.open(vertx, metrics, this::mount);

    @AfterEach
    void close() {
        client.close();
        sessions.close();
        packagers.close().await();
        vertx.close().await();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private LiveStream stream() {
        return new LiveStream(KEY, loop, Hubs.at(System::nanoTime), players -> {});
    }

    /** Who asks for {@code /begin} is told his name; to {@code /sent} so many bytes are sent; whoever asks for anything else gets a packager of the stream. */
    private void mount(Router router) {
        router.route("/begin").handler(context -> {
            var session = sessions.ofNewcomer(KEY, context.request(), "");
            session.opened().onComplete(done -> context.response().end(session.name()));
        });
        router.route("/sent").handler(context -> {
            var request = context.request();
            sessions.of(request.getParam("session", ""), KEY, request, "")
                    .sent(Integer.parseInt(request.getParam("bytes", "0")));
            context.response().end();
        });
        router.route().handler(context -> {
            String name = context.request().getParam("session", NAME);
            var session = sessions.of(name, KEY, context.request(), "");
            sessions.claim(name, KEY, context.request(), "");
            came.incrementAndGet();
            session.fetched(context.request())
                    .onSuccess(live -> session.follow(
                            packagers.of(live, SETTINGS.plan(Container.TS, 2_000), SETTINGS.encryption())))
                    .onComplete(done -> context.response()
                            .setStatusCode(done.succeeded() ? 200 : 404)
                            .end());
        });
    }

    private CompletableFuture<Integer> ask() {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/x".formatted(port.port())))
                .build();
        return client.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    private String begin(String software) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/begin".formatted(port.port())))
                .header("User-Agent", software)
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).join().body();
    }

    private int ask(String method, String software, String session) {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/x?session=%s".formatted(port.port(), session)))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", software)
                .build();
        return client.sendAsync(request, BodyHandlers.discarding()).join().statusCode();
    }

    private void send(String session, int bytes) {
        var request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:%d/sent?session=%s&bytes=%d".formatted(port.port(), session, bytes)))
                .build();
        client.sendAsync(request, BodyHandlers.discarding()).join();
    }

    private long firstFrames() {
        return metrics.http.plays(Protocol.HLS).firstFrame.count();
    }

    private long players() {
        return metrics.http.plays(Protocol.HLS).players.value();
    }

    private void end(LiveStream over) {
        loop.execute(() -> over.end(EndReason.UNPUBLISHED));
        await().until(over::isOver);
    }

    @Test
    void manyFirstRequestsOfOneNameAreOnePlayer() {
        var answers = IntStream.range(0, 40).mapToObj(i -> ask()).toList();
        await().until(() -> came.get() == answers.size());
        verdict.complete(new Verdict.Allowed(KEY));

        assertThat(answers).extracting(CompletableFuture::join).containsOnly(200);
        assertThat(asked).hasValue(1);
        assertThat(sessions.count()).isOne();
    }

    @Test
    void whoComesAgainWithoutTheNameThatHeWasGivenGetsTheSame() {
        verdict.complete(new Verdict.Allowed(KEY));
        String name = begin("one");
        assertThat(begin("one")).isEqualTo(name);
        assertThat(begin("other")).isNotEqualTo(name);
        assertThat(sessions.count()).isEqualTo(2);
        assertThat(players()).as("who knows where it begins plays nothing yet").isZero();

        assertThat(ask("GET", "one", name)).isEqualTo(200);
        assertThat(players()).isOne();
        assertThat(begin("one")).as("somebody behind the same address").isNotEqualTo(name);
    }

    @Test
    void whoMakesUpNamesIsOnePlayer() {
        verdict.complete(new Verdict.Allowed(KEY));
        String madeUp = "0123456789abcdef".repeat(2);
        String forAnother = NAMES.next(StreamKey.parse("live", "other"));
        String ofAnotherCluster = new SessionNames(new byte[] {1}).next(KEY);
        for (String name : List.of(madeUp, madeUp.replace('0', '1'), forAnother, ofAnotherCluster, "x")) {
            assertThat(ask("GET", "one", name)).isEqualTo(200);
        }
        assertThat(sessions.count()).isOne();
        String ofAnotherNode = new SessionNames(new byte[32]).next(KEY);
        assertThat(ask("GET", "one", ofAnotherNode)).isEqualTo(200);
        assertThat(sessions.count()).isEqualTo(2);
    }

    @Test
    void aRequestByHeadIsNobodys() {
        verdict.complete(new Verdict.Allowed(KEY));
        assertThat(ask("HEAD", "one", NAME)).isEqualTo(200);
        assertThat(sessions.count()).isZero();
        assertThat(players()).isZero();
        await().until(() -> clients.count() == 0);
        assertThat(ask("GET", "one", NAME)).isEqualTo(200);
        assertThat(ask("HEAD", "one", NAME)).isEqualTo(200);
        assertThat(sessions.count()).isOne();
        assertThat(players()).isOne();
    }

    @Test
    void whoAsksWhereTheNextStreamBeginsIsNotGivenWhatIsLeftOfTheLast() {
        verdict.complete(new Verdict.Allowed(KEY));
        String name = begin("one");
        packagers.of(stream, SETTINGS.plan(Container.TS, 2_000), SETTINGS.encryption());
        end(stream);

        stream = stream();

        assertThat(begin("one")).isNotEqualTo(name);
    }

    @Test
    void onlyMediaIsTheFirstFrame() {
        verdict.complete(new Verdict.Allowed(KEY));
        String name = begin("one");
        send(name, 0);
        send(name, 0);
        assertThat(ask("GET", "one", name)).isEqualTo(200);
        send(name, 0);
        send(name, 10);

        await().until(() -> firstFrames() > 0);
        assertThat(firstFrames()).isOne();
    }

    @Test
    void theEndOfTheStreamIsTheEndOfItsPlayers() {
        verdict.complete(new Verdict.Allowed(KEY));
        assertThat(ask().join()).isEqualTo(200);
        assertThat(players()).isOne();
        end(stream);
        await().until(() -> players() == 0);
    }

    @Test
    void whoComesBackForTheNextStreamOfTheNameGetsIt() {
        verdict.complete(new Verdict.Allowed(KEY));
        assertThat(ask().join()).isEqualTo(200);
        var before = stream;
        end(before);
        assertThat(ask().join()).isEqualTo(200);
        assertThat(asked).as("what is left is for the same player").hasValue(1);

        stream = stream();
        packagers.of(stream, SETTINGS.plan(Container.TS, 2_000), SETTINGS.encryption());
        assertThat(ask().join()).isEqualTo(200);

        assertThat(asked).as("another play").hasValue(2);
        assertThat(packagers.have(before)).isFalse();
        assertThat(sessions.count()).isOne();
    }

    @Test
    void whoseStreamHasGivenItsPlaceToTheNextGetsThatWhateverElseIsLeftOfTheOld() {
        verdict.complete(new Verdict.Allowed(KEY));
        assertThat(ask().join()).isEqualTo(200);
        var before = stream;
        packagers.of(before, SETTINGS.plan(Container.TS, 3_000), SETTINGS.encryption());
        end(before);

        stream = stream();
        packagers.of(stream, SETTINGS.plan(Container.TS, 2_000), SETTINGS.encryption());
        assertThat(ask().join()).isEqualTo(200);

        assertThat(asked).as("another play").hasValue(2);
        assertThat(packagers.have(before)).isTrue();
    }
}
