package dev.headwater.server.auth;

import static dev.headwater.server.auth.Attempts.play;
import static dev.headwater.server.auth.Attempts.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Rule.Opinion;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.metrics.NodeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final SignatureWorkers WORKERS = new SignatureWorkers(VERTX);
    private static final Path FILE = Path.of("keys");
    private static final Issuer ISSUER = Issuer.withNewKey(VERTX, "one");
    private static final Issuer NEXT = Issuer.withNewKey(VERTX, "two");
    private static final Opinion NEWS = new Opinion.Allow(new StreamKey("live", "news"));

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private static TokenRule rule(String keys, String... settings) {
        var all = new String[settings.length + 1];
        System.arraycopy(settings, 0, all, 1, settings.length);
        all[0] = "auth.jwt.keys-file=" + FILE;
        return TokenRule.of(
                        VERTX,
                        WORKERS,
                        ConfigLoader.of(all).auth(),
                        new AuthFiles.Texts(Map.of(FILE, keys)),
                        Optional.empty())
                .orElseThrow();
    }

    private static long in(int seconds) {
        return Instant.now().getEpochSecond() + seconds;
    }

    private static JsonObject claims() {
        return new JsonObject().put("exp", in(600)).put("actions", "play").put("streams", "live/news");
    }

    private static Opinion ask(TokenRule rule, String token) {
        return rule.of(play("live", "news?token=" + token)).await();
    }

    private static Denial denial(Opinion opinion) {
        return ((Opinion.Deny) opinion).denial();
    }

    @Test
    void tokenLetsInToWhatItsClaimsSay() {
        var rule = rule(ISSUER.publicPem());
        assertThat(ask(rule, ISSUER.token(claims()))).isEqualTo(NEWS);
        String many = ISSUER.token(claims().put("actions", JsonArray.of("publish", "play"))
                .put("streams", JsonArray.of("other/*", "live/ne*", 7)));
        assertThat(ask(rule, many)).isEqualTo(NEWS);
        assertThat(rule.of(publish("live", "news?token=" + many)).await()).isEqualTo(NEWS);
        assertThat(denial(rule.of(publish("live", "news?token=" + ISSUER.token(claims())))
                        .await()))
                .isEqualTo(Denial.NOT_FOR_THIS);
        assertThat(denial(rule.of(play("live", "sport?token=" + many)).await())).isEqualTo(Denial.NOT_FOR_THIS);
        assertThat(denial(ask(rule, ISSUER.token(claims().put("streams", "*")))))
                .isEqualTo(Denial.NOT_FOR_THIS);
        assertThat(rule.of(play("live", "news")).await()).isEqualTo(new Opinion.Pass());
    }

    @Test
    void signaturesAreVerifiedByThreadsOfTheirOwnAndNoMoreWaitThanMay() {
        var vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1));
        var workers = new SignatureWorkers(vertx);
        var busy = new CountDownLatch(1);
        var rule = TokenRule.of(
                        vertx,
                        workers,
                        ConfigLoader.of("auth.jwt.keys-file=" + FILE, "auth.jwt.max-waiting=100")
                                .auth(),
                        new AuthFiles.Texts(Map.of(FILE, ISSUER.publicPem())),
                        Optional.empty())
                .orElseThrow();
        var elsewhere = vertx.executeBlocking(() -> awaited(busy));
        assertThat(ask(rule, ISSUER.token(claims())))
                .as("while other work blocks")
                .isEqualTo(NEWS);

        var verifying = IntStream.range(0, 100)
                .mapToObj(i -> workers.run(() -> awaited(busy), 100))
                .toList();
        assertThatThrownBy(() -> ask(rule, ISSUER.token(claims())))
                .hasMessage("100 tokens wait for their signatures to be verified: auth.jwt.max-waiting=100");
        busy.countDown();
        Future.all(verifying).await();
        assertThat(ask(rule, ISSUER.token(claims()))).isEqualTo(NEWS);
        assertThat(elsewhere.await()).isTrue();
        workers.close().await();
        vertx.close().await();
    }

    @Test
    void tokenIsLookedAtBesideARightKeyAsBesideAWrongOneWhenNoMoreKeysAreTaken() {
        var config = ConfigLoader.of(
                "auth.publish=keys,jwt",
                "auth.keys=live/a " + SecretHash.of("0123456789abcdef"),
                "auth.jwt.keys-file=" + FILE);
        var workers = new SignatureWorkers(VERTX);
        var texts = new AuthFiles.Texts(Map.of(FILE, ISSUER.publicPem()));
        var book = RuleBook.of(
                config,
                texts,
                TokenRule.of(VERTX, workers, config.auth(), texts, Optional.empty()),
                Attempts.NO_CALLBACKS);
        var busy = new CountDownLatch(1);
        var verifying = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> workers.run(() -> awaited(busy), Integer.MAX_VALUE))
                .toList();
        var throttled = new Verdict.Denied(Denial.THROTTLED, "too many", true);
        var verdicts = Stream.of("0123456789abcdef", "1123456789abcdef")
                .map(name -> publish("live", name + "?token=" + NEXT.token(claims())))
                .map(attempt -> book.decideAmongGuesses(attempt, throttled))
                .toList();
        assertThat(verdicts).noneMatch(Future::isComplete);
        busy.countDown();
        assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.await()).isEqualTo(throttled));
        Future.all(verifying).await();
        workers.close().await();
    }

    private static boolean awaited(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return true;
    }

    @Test
    void tokenHoldsForItsTimeAndTheLeeway() {
        var rule = rule(ISSUER.publicPem());
        assertThat(ask(rule, ISSUER.token(claims().put("exp", in(-30))))).isEqualTo(NEWS);
        assertThat(denial(ask(rule, ISSUER.token(claims().put("exp", in(-90))))))
                .isEqualTo(Denial.EXPIRED);
        assertThat(ask(rule, ISSUER.token(claims().put("nbf", in(30))))).isEqualTo(NEWS);
        assertThat(denial(ask(rule, ISSUER.token(claims().put("nbf", in(90)))))).isEqualTo(Denial.EXPIRED);
        var endless = claims();
        endless.remove("exp");
        assertThat(denial(ask(rule, ISSUER.token(endless)))).isEqualTo(Denial.BAD_CREDENTIAL);
    }

    @Test
    void issuerAndAudienceHaveToBeOurs() {
        var rule = rule(ISSUER.publicPem(), "auth.jwt.issuer=https://issuer", "auth.jwt.audience=headwater");
        var ours = claims().put("iss", "https://issuer").put("aud", JsonArray.of("other", "headwater"));
        assertThat(ask(rule, ISSUER.token(ours))).isEqualTo(NEWS);
        assertThat(denial(ask(rule, ISSUER.token(ours.copy().put("iss", "https://else")))))
                .isEqualTo(Denial.BAD_CREDENTIAL);
        assertThat(denial(ask(rule, ISSUER.token(ours.copy().put("aud", "other")))))
                .isEqualTo(Denial.BAD_CREDENTIAL);
        assertThat(denial(ask(rule, ISSUER.token(claims())))).isEqualTo(Denial.BAD_CREDENTIAL);
    }

    @Test
    void noTokenChoosesHowItIsChecked() {
        var rule = rule(ISSUER.publicPem());
        assertThat(denial(ask(rule, NEXT.token(claims())))).isEqualTo(Denial.BAD_CREDENTIAL);
        assertThat(denial(ask(rule, ISSUER.token(claims(), "RS512")))).isEqualTo(Denial.BAD_CREDENTIAL);
        String bySecret = JWTAuth.create(
                        VERTX,
                        new JWTAuthOptions()
                                .addPubSecKey(new PubSecKeyOptions()
                                        .setAlgorithm("HS256")
                                        .setBuffer(ISSUER.publicPem())))
                .generateToken(claims(), new JWTOptions().setAlgorithm("HS256"));
        assertThat(denial(ask(rule, bySecret))).isEqualTo(Denial.BAD_CREDENTIAL);
        String body = base64(claims().encode());
        for (String header : List.of("{\"alg\":\"none\"}", "{\"alg\":\"RS256\"}", "{}", "[]", "x")) {
            for (String end : List.of("", ".", ".x", ".x.y")) {
                assertThat(denial(ask(rule, base64(header) + "." + body + end)))
                        .as(header + end)
                        .isEqualTo(Denial.BAD_CREDENTIAL);
            }
        }
        String good = ISSUER.token(claims());
        assertThat(denial(ask(rule, good.substring(0, good.lastIndexOf('.'))))).isEqualTo(Denial.BAD_CREDENTIAL);
        assertThat(denial(ask(rule, "a.b.c" + "x".repeat(10_000)))).isEqualTo(Denial.BAD_CREDENTIAL);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fileMayHoldSeveralKeysASetOrASecret() {
        var both = rule(ISSUER.publicPem() + NEXT.publicPem());
        assertThat(ask(both, ISSUER.token(claims()))).isEqualTo(NEWS);
        assertThat(ask(both, NEXT.token(claims()))).isEqualTo(NEWS);
        assertThat(ask(rule(Issuer.set(NEXT.jwk(), ISSUER.jwk())), ISSUER.token(claims())))
                .isEqualTo(NEWS);
        String secret = "correct-horse-battery-staple-0123456789";
        String token = JWTAuth.create(
                        VERTX,
                        new JWTAuthOptions()
                                .addPubSecKey(new PubSecKeyOptions()
                                        .setAlgorithm("HS256")
                                        .setBuffer(secret)))
                .generateToken(claims(), new JWTOptions().setAlgorithm("HS256"));
        assertThat(ask(rule(secret + "\n", "auth.jwt.algorithm=hs256"), token)).isEqualTo(NEWS);
    }

    @Test
    void fileWithoutAKeyThatFitsIsRefusedAndNotQuoted() {
        for (String wrong : List.of(
                "",
                "hunter2",
                "{\"keys\":7}",
                "{hunter2",
                Issuer.set(),
                Issuer.set(ISSUER.jwk().put("use", "enc")),
                Issuer.set(ISSUER.jwk().put("alg", "RS512")),
                "-----BEGIN PUBLIC KEY-----\nhunter2\n-----END PUBLIC KEY-----\n")) {
            assertThatThrownBy(() -> rule(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("keys: ")
                    .hasMessageNotContaining("hunter2");
        }
        assertThatThrownBy(() -> rule("hunter2", "auth.jwt.algorithm=hs256"))
                .hasMessage("keys: expected a secret of 32 characters or more");
    }

    @Test
    void noMoreWaitForTheKeysOfTheIssuerThanMayAndWhoGuessesDoesNot() {
        var server = VERTX.createHttpServer()
                .requestHandler(unanswered -> {})
                .listen(0, "127.0.0.1")
                .await();
        var url = URI.create("http://127.0.0.1:" + server.actualPort() + "/keys");
        var auth = ConfigLoader.of("auth.jwt.jwks-url=" + url, "auth.jwt.max-waiting=1")
                .auth();
        var metrics = new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("test", "", "test", "0"));
        var http = FetchedKeys.client(VERTX);
        var fetched = new FetchedKeys(VERTX, http, auth.jwt(), url, metrics.access);
        var rule = TokenRule.of(VERTX, WORKERS, auth, new AuthFiles.Texts(Map.of()), Optional.of(fetched))
                .orElseThrow();
        var attempt = play("live", "news?token=" + ISSUER.token(claims()));

        var waiting = rule.of(attempt);
        assertThat(rule.of(attempt).cause()).isInstanceOf(BusyException.class);
        assertThat(denial(rule.atOnce().of(attempt).result())).isEqualTo(Denial.BAD_CREDENTIAL);
        server.close().await();
        assertThat(denial(waiting.await())).isEqualTo(Denial.BAD_CREDENTIAL);
        http.close().await();
    }

    @Test
    void issuerWhoseKeysDripIsHungUpOn() {
        var hungUp = Promise.<Void>promise();
        var server = VERTX.createHttpServer()
                .requestHandler(request -> {
                    request.connection().closeHandler(closed -> hungUp.tryComplete());
                    var drips = request.response().setChunked(true);
                    VERTX.setPeriodic(100, timer -> {
                        if (hungUp.future().isComplete()) {
                            VERTX.cancelTimer(timer);
                        } else {
                            var _ = drips.write(" ");
                        }
                    });
                })
                .listen(0, "127.0.0.1")
                .await();
        var url = URI.create("http://127.0.0.1:" + server.actualPort() + "/keys");
        var auth = ConfigLoader.of("auth.jwt.jwks-url=" + url).auth();
        var metrics = new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("test", "", "test", "0"));
        var http = FetchedKeys.client(VERTX);
        new FetchedKeys(VERTX, http, auth.jwt(), url, metrics.access).fetch().await();
        assertThat(metrics.access.failedReloads.count()).isOne();
        await().atMost(Duration.ofSeconds(40)).until(() -> hungUp.future().isComplete());
        http.close().await();
        server.close().await();
    }

    @Test
    void newKeyOfTheIssuerIsFetchedForTheFirstTokenThatNeedsIt() {
        var notSooner = Duration.ofMillis(500);
        var published = new AtomicReference<>(Issuer.set(ISSUER.jwk()));
        var asked = new AtomicInteger();
        var server = VERTX.createHttpServer()
                .requestHandler(request -> {
                    asked.incrementAndGet();
                    if (published.get().isEmpty()) {
                        request.response()
                                .setStatusCode(302)
                                .putHeader("location", "http://169.254.169.254/")
                                .end();
                    } else {
                        request.response().end(published.get());
                    }
                })
                .listen(0, "127.0.0.1")
                .await();
        var url = URI.create("http://127.0.0.1:" + server.actualPort() + "/keys");
        var auth = ConfigLoader.of("auth.jwt.jwks-url=" + url).auth();
        var metrics = new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("test", "", "test", "0"));
        var http = FetchedKeys.client(VERTX);
        var fetched = new FetchedKeys(VERTX, http, auth.jwt(), url, metrics.access, notSooner);
        var rule = TokenRule.of(VERTX, WORKERS, auth, new AuthFiles.Texts(Map.of()), Optional.of(fetched))
                .orElseThrow();

        assertThat(ask(rule, ISSUER.token(claims()))).isEqualTo(NEWS);
        assertThat(asked).hasValue(1);
        long begun = System.nanoTime();
        var garbage = IntStream.range(0, 20)
                .mapToObj(i -> rule.of(play("live", "news?token=" + NEXT.token(claims()))))
                .toList();
        Future.all(garbage).await();
        assertThat(garbage)
                .allSatisfy(opinion -> assertThat(denial(opinion.result())).isEqualTo(Denial.BAD_CREDENTIAL));
        assertThat(asked.get())
                .as("asked once each %s, however many wait for it", notSooner)
                .isBetween(
                        2, 2 + (int) Duration.ofNanos(System.nanoTime() - begun).dividedBy(notSooner));

        published.set(Issuer.set(ISSUER.jwk(), NEXT.jwk()));
        assertThat(ask(rule, NEXT.token(claims())))
                .as("though the issuer was asked a moment ago for garbage")
                .isEqualTo(NEWS);
        assertThat(ask(rule, ISSUER.token(claims()))).isEqualTo(NEWS);

        for (String useless : List.of("", "{}", "x".repeat(100_000))) {
            published.set(useless);
            fetched.fetch().await();
        }
        assertThat(metrics.access.failedReloads.count()).isEqualTo(3);
        assertThat(ask(rule, NEXT.token(claims())))
                .as("by the keys from before")
                .isEqualTo(NEWS);

        published.set(Issuer.set(NEXT.jwk()));
        fetched.fetch().await();
        assertThat(denial(ask(rule, ISSUER.token(claims()))))
                .as("a key that was taken away")
                .isEqualTo(Denial.BAD_CREDENTIAL);
        http.close().await();
        server.close().await();
    }
}
