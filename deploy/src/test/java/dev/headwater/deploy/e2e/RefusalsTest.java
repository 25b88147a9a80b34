package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Signature;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.config.SigningSecret;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reason to be refused, by each way to come: what is on the wire, what is counted, and the line of the log. */
class RefusalsTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef01234567";
    private static final String SECRET = "correct-horse-battery-staple-0123456789";
    private static final String DENIED = "NetStream.Publish.Denied";
    private static final String FAILED = "NetStream.Play.Failed";
    private static final LogCapture LOG = LogCapture.of("dev.headwater");
    private static final CallbackServer NO = CallbackServer.answering(request -> Response.of(403, ""));
    private static final CallbackServer GARBAGE = CallbackServer.answering(request -> Response.of(200, "garbage"));
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final byte[] FLV_HEADER = {'F', 'L', 'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0};
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final List<ScriptedPeer> THERE_ALREADY = new ArrayList<>();

    private static LiveCluster cluster;
    private static LiveNode node;
    private static LiveNode crowded;
    private static LiveNode exhausted;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), SECRET);
        cluster = new LiveCluster(
                "auth.guess-burst=0",
                "auth.keys=keyed/news " + SecretHash.of(KEY),
                "auth.signing-secrets=" + SECRET,
                "auth.jwt.algorithm=hs256",
                "auth.jwt.keys-file=" + secret,
                "hooks.format=srs",
                "play.wait=1s",
                "publish.silence-timeout=10m",
                "publish.media-timeout=0s",
                "apps.closed.auth.publish=refuse",
                "apps.closed.auth.play=refuse",
                "apps.keyed.auth.publish=keys",
                "apps.signed.auth.publish=signed",
                "apps.signed.auth.play=signed",
                "apps.token.auth.publish=jwt",
                "apps.token.auth.play=jwt",
                "apps.afar.auth.publish-deny=127.0.0.0/8",
                "apps.afar.auth.play-deny=127.0.0.0/8",
                "apps.asked.auth.publish=hook",
                "apps.asked.auth.play=hook",
                "apps.asked.hooks.on-publish=" + NO.url("/"),
                "apps.asked.hooks.on-play=" + NO.url("/"),
                "apps.garbled.auth.publish=hook",
                "apps.garbled.auth.play=hook",
                "apps.garbled.hooks.on-publish=" + GARBAGE.url("/"),
                "apps.garbled.hooks.on-play=" + GARBAGE.url("/"),
                "apps.few.limits.publishers-per-app=1",
                "apps.few.limits.players-per-app=1",
                "apps.thin.limits.players-per-stream=1",
                "apps.alone.limits.publishers-per-address=1",
                "apps.alone.limits.players-per-address=1");
        node = cluster.origin();
        crowded = cluster.origin("limits.publishers-per-node=1", "limits.players-per-node=1");
        for (String app : List.of("few", "thin", "alone")) {
            connected(node, app).publish("there");
            connected(node, app).play("there");
        }
        connected(crowded, "crowd").publish("there");
        connected(crowded, "crowd").play("there");
        exhausted = cluster.origin("limits.heap-percent=1");
        System.gc(); // it goes by what collections leave, and there may have been none
        await("its heap is short").atMost(PATIENCE).until(() -> exhausted.metric("headwater_heap_short") == 1);
    }

    private static ScriptedPeer connected(LiveNode to, String app) {
        var peer = ScriptedPeer.connected(to.rtmpPort(), app);
        THERE_ALREADY.add(peer);
        return peer;
    }

    @AfterAll
    static void stop() {
        THERE_ALREADY.forEach(ScriptedPeer::close);
        HTTP.close();
        cluster.close();
        NO.close();
        GARBAGE.close();
        LOG.close();
    }

    /** By which somebody publishes or plays. */
    enum Way {
        RTMP(true),
        HTTP_FLV(true),
        WS_FLV(false),
        HLS(false);

        private final boolean publishes;

        Way(boolean publishes) {
            this.publishes = publishes;
        }

        boolean takes(Action action) {
            return publishes || action == Action.PLAY;
        }

        /** In the log. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One reason.
     *
     * @param name with its query
     * @param isFull whether it is a limit that is reached
     * @param reason as the log says it, and in lower case as it is counted
     */
    record Refusal(Action action, String app, String name, boolean isFull, String reason) {
        static Refusal publish(String app, String name, String reason) {
            return new Refusal(Action.PUBLISH, app, name, reason.contains("PER"), reason);
        }

        static Refusal play(String app, String name, String reason) {
            return new Refusal(Action.PLAY, app, name, reason.contains("PER"), reason);
        }

        /** Where the limits of nodes are. */
        LiveNode at() {
            return switch (app) {
                case "crowd" -> crowded;
                case "heavy" -> exhausted;
                default -> node;
            };
        }

        /** Of a limit there is one count for both. */
        double counted() {
            String reason = "reason=\"%s\"".formatted(this.reason.toLowerCase(Locale.ROOT));
            return at().metric("headwater_access_denied_total", "action=\"%s\"".formatted(action.word()), reason)
                    + at().metric("headwater_connection_rejected_total", reason);
        }

        /** How the client hears of it: a status of RTMP or of HTTP. */
        String told(Way way) {
            if (way == Way.RTMP) {
                return action == Action.PUBLISH ? DENIED : FAILED;
            }
            return isFull ? "503" : "403";
        }

        long lines(Way way) {
            String begin = "refused %s %s peer=127.0.0.1:".formatted(action.word(), way.word());
            String end = " code=%s: %s: ".formatted(action == Action.PUBLISH ? DENIED : told(way), reason);
            return LOG.warnings().stream()
                    .filter(line ->
                            line.startsWith(begin) && line.contains(" stream=" + app + "/") && line.contains(end))
                    .count();
        }

        /** The status that a client gets who tries. */
        String tryIt(Way way) throws IOException, InterruptedException {
            return switch (way) {
                case RTMP -> tryByRtmp();
                case WS_FLV -> Integer.toString(tryByWebSocket());
                case HTTP_FLV -> Integer.toString(tryByHttp(".flv"));
                case HLS -> Integer.toString(tryByHttp(".m3u8"));
            };
        }

        private String tryByRtmp() {
            try (var peer = ScriptedPeer.connected(at().rtmpPort(), app)) {
                int stream = peer.createStream();
                switch (action) {
                    case PUBLISH -> peer.command(stream, "publish", 3, null, name, "live");
                    case PLAY -> peer.command(stream, "play", 3, null, name, -2000);
                }
                return peer.awaitClose().stream().anyMatch(message -> message.isStatus(told(Way.RTMP)))
                        ? told(Way.RTMP)
                        : "closed without it";
            }
        }

        private int tryByHttp(String ending) throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(uri("http", ending));
            return HTTP.send(
                            action == Action.PUBLISH
                                    ? request.POST(BodyPublishers.ofByteArray(FLV_HEADER))
                                            .build()
                                    : request.build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }

        private int tryByWebSocket() {
            try {
                HTTP.newWebSocketBuilder()
                        .buildAsync(uri("ws", ".flv"), new WebSocket.Listener() {})
                        .join()
                        .abort();
                return 101;
            } catch (CompletionException e) {
                if (e.getCause() instanceof WebSocketHandshakeException refused) {
                    return refused.getResponse().statusCode();
                }
                throw e;
            }
        }

        private URI uri(String scheme, String ending) {
            int query = name.indexOf('?');
            return URI.create("%s://127.0.0.1:%d/%s/%s%s%s"
                    .formatted(
                            scheme,
                            at().node().port("http.port"),
                            app,
                            query < 0 ? name : name.substring(0, query),
                            ending,
                            query < 0 ? "" : name.substring(query)));
        }

        @Override
        public String toString() {
            return "%s %s: %s".formatted(action.word(), app, reason);
        }
    }

    private static String signed(Action action, String name, int seconds) {
        return name + "?"
                + Signature.query(
                        new SigningSecret(SECRET),
                        action,
                        new StreamKey("signed", "news"),
                        Instant.now().plusSeconds(seconds).getEpochSecond());
    }

    private static String token(String action, int seconds) {
        return "news?token="
                + SharedSecretToken.of(
                        SECRET, action, "token/news", Instant.now().plusSeconds(seconds));
    }

    static Stream<Refusal> refusals() {
        return Stream.of(
                Refusal.publish("closed", "news", "CLOSED"),
                Refusal.play("closed", "news", "CLOSED"),
                Refusal.publish("token", "news", "NO_CREDENTIAL"),
                Refusal.play("token", "news", "NO_CREDENTIAL"),
                Refusal.publish("keyed", "wr0ng", "BAD_CREDENTIAL"),
                Refusal.publish("keyed", "news?key=wr0ng", "BAD_CREDENTIAL"),
                Refusal.play("signed", signed(Action.PLAY, "other", 60), "BAD_CREDENTIAL"),
                Refusal.publish("signed", signed(Action.PUBLISH, "news", -600), "EXPIRED"),
                Refusal.play("signed", signed(Action.PLAY, "news", -600), "EXPIRED"),
                Refusal.publish("token", token("publish", -600), "EXPIRED"),
                Refusal.publish("token", token("play", 600), "NOT_FOR_THIS"),
                Refusal.play("token", token("publish", 600), "NOT_FOR_THIS"),
                Refusal.publish("keyed", "other?key=" + KEY, "MISPLACED_KEY"),
                Refusal.publish("live", KEY, "MISPLACED_KEY"),
                Refusal.publish("afar", "news", "ADDRESS"),
                Refusal.play("afar", "news", "ADDRESS"),
                Refusal.publish("asked", "news", "HOOK_REFUSED"),
                Refusal.play("asked", "news", "HOOK_REFUSED"),
                Refusal.publish("garbled", "news", "HOOK_FAILED"),
                Refusal.play("garbled", "news", "HOOK_FAILED"),
                Refusal.publish("few", "news", "PUBLISHERS_PER_APP"),
                Refusal.play("few", "there", "PLAYERS_PER_APP"),
                Refusal.play("thin", "there", "PLAYERS_PER_STREAM"),
                Refusal.publish("alone", "news", "PUBLISHERS_PER_ADDRESS"),
                Refusal.play("alone", "there", "PLAYERS_PER_ADDRESS"),
                Refusal.publish("crowd", "news", "PUBLISHERS_PER_NODE"),
                Refusal.play("crowd", "there", "PLAYERS_PER_NODE"),
                Refusal.publish("heavy", "news", "HEAP_PERCENT"),
                Refusal.play("heavy", "news", "HEAP_PERCENT"));
    }

    static Stream<Arguments> refusalsByEachWay() {
        return refusals()
                .flatMap(refusal -> Stream.of(Way.values())
                        .filter(way -> way.takes(refusal.action()))
                        .map(way -> Arguments.of(refusal, way)));
    }

    @ParameterizedTest
    @MethodSource("refusalsByEachWay")
    void isOnTheWireCountedAndInTheLog(Refusal refusal, Way way) {
        double before = refusal.counted();
        long linesBefore = refusal.lines(way);
        var tries = new AtomicInteger();
        // all of them together write no more than so many lines a second
        await().atMost(PATIENCE).until(() -> {
            tries.incrementAndGet();
            assertThat(refusal.tryIt(way)).isEqualTo(refusal.told(way));
            return refusal.lines(way) > linesBefore;
        });
        assertThat(refusal.counted()).isEqualTo(before + tries.get());
        assertThat(refusal.lines(way)).isEqualTo(linesBefore + 1);
        assertThat(LOG.lines())
                .noneMatch(line -> line.contains(KEY) || line.contains("token=") || line.contains("wr0ng"));
    }
}
