package dev.headwater.server.auth;

import static dev.headwater.server.auth.Attempts.play;
import static dev.headwater.server.auth.Attempts.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Verdict.Denied;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.config.SigningSecret;
import dev.headwater.server.config.StreamPattern;
import dev.headwater.server.config.UserEntry;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.Patience;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final String LOGIN = "authmod=adobe&user=studio";
    private static final String STUDIO = "auth.users="
            + UserEntry.line("studio", List.of(StreamPattern.parse("live/*")), "0123456789abcdef", "secret");

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NodeMetrics metrics = new NodeMetrics(registry, new NodeMetrics.NodeTags("test", "", "test", "0"));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private GuardedAccess access(String... settings) {
        return access(Attempts.NO_CALLBACKS, settings);
    }

    private GuardedAccess access(Callbacks callbacks, String... settings) {
        var config = ConfigLoader.of(settings);
        var access = new GuardedAccess(vertx, config.auth(), metrics.access);
        access.use(RuleBook.of(config, new AuthFiles.Texts(Map.of()), Optional.empty(), callbacks));
        return access;
    }

    private double denied(String action, String reason) {
        return registry.get("headwater.access.denied")
                .tags("action", action, "reason", reason)
                .counter()
                .count();
    }

    @Test
    void nobodyPublishesAndEverybodyPlaysUntilSomebodySaysOtherwise() {
        var access = access();
        assertThat(access.authorise(publish("live", "a")).result())
                .isInstanceOfSatisfying(
                        Denied.class,
                        refused -> assertThat(refused.explanation())
                                .contains("auth.publish=refuse", "auth.publish=keys", "auth.publish=open"));
        assertThat(access.authorise(play("live", "a")).result()).isInstanceOf(Verdict.Allowed.class);
        assertThat(denied("publish", "closed")).isEqualTo(1);
    }

    @Test
    void playingCanBeClosed() {
        assertThat(access("auth.play=refuse").authorise(play("live", "a")).result())
                .isInstanceOf(Denied.class);
        assertThat(denied("play", "closed")).isEqualTo(1);
    }

    @Test
    void refusalsComeAtOneMomentAfterTheQuestion() {
        var access = access("auth.publish=keys", "auth.refusal-delay=200ms");
        long begun = System.nanoTime();
        var refusal = access.authorise(publish("live", "a"));
        assertThat(refusal.isComplete()).isFalse();
        assertThat(refusal.await()).isInstanceOf(Denied.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void noMoreRefusalsWaitThanMay() {
        var access = access("auth.publish=keys", "auth.refusal-delay=1s", "auth.max-waiting-refusals=3");
        List<Future<Verdict>> refusals = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            refusals.add(access.authorise(publish("live", "a")));
        }
        assertThat(refusals.stream().filter(Future::isComplete)).hasSize(7);
        Future.all(refusals).await();
        assertThat(denied("publish", "bad_credential")).isEqualTo(10);
        assertThat(access.authorise(publish("live", "a")).isComplete()).isFalse();
    }

    @Test
    void rightSignatureIsLetInFromAnAddressOfGuessersAndARightKeyIsNot() {
        String secret = "correct-horse-battery-staple-0123456789";
        var access = access(
                "auth.publish=signed,keys",
                "auth.keys=live/a " + SecretHash.of("the key of the studio"),
                "auth.signing-secrets=" + secret,
                "auth.refusal-delay=0s",
                "auth.guess-burst=3",
                "auth.guess-refill=1h");
        String query = Signature.query(
                new SigningSecret(secret),
                Action.PUBLISH,
                new StreamKey("live", "a"),
                Instant.now().getEpochSecond() + 60);
        for (int i = 0; i < 5; i++) {
            access.authorise(publish("live", "a?key=wrong")).await();
        }
        assertThat(denied("publish", "throttled")).isEqualTo(2);
        assertThat(access.authorise(publish("live", "a?" + query)).await()).isInstanceOf(Verdict.Allowed.class);
        assertThat(access.authorise(publish("live", "b?" + query)).await()).isInstanceOf(Denied.class);
        assertThat(access.authorise(publish("live", "a?key=the key of the studio"))
                        .await())
                .isInstanceOf(Denied.class);
        assertThat(denied("publish", "throttled")).isEqualTo(4);
    }

    @Test
    void playsOfAKeyAreCountedAndInTheLogAndAnsweredLikeAnyOther() {
        try (var log = LogCapture.of("dev.headwater.server.auth")) {
            var access = access("auth.publish=keys", "auth.keys=live/a " + SecretHash.of("0123456789abcdef"));
            for (String name : List.of("0123456789abcdef", "1123456789abcdef")) {
                assertThat(access.authorise(play("live", name)).result()).isInstanceOf(Verdict.Allowed.class);
            }
            assertThat(denied("play", "misplaced_key")).isEqualTo(1);
            // all tests together write no more than so many lines a second
            await().atMost(Patience.LIMIT).untilAsserted(() -> {
                var _ = access.authorise(play("live", "0123456789abcdef")).result();
                assertThat(log.warnings())
                        .contains(
                                "play in live by 192.0.2.1: a stream key stood where the name belongs: it is not found");
            });
        }
    }

    @Test
    void whoNamesAKeyAndIsDeniedIsCountedOnce() {
        var access = access(
                "auth.play=refuse", "auth.publish=keys", "auth.keys=live/a " + SecretHash.of("0123456789abcdef"));
        assertThat(access.authorise(play("live", "0123456789abcdef")).result()).isInstanceOf(Denied.class);
        assertThat(denied("play", "misplaced_key")).isEqualTo(1);
        assertThat(registry.find("headwater.access.denied").tags("action", "play").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void passwordsAreTriedOnlyFromWhereSomebodyMayPublish() {
        var access = access("auth.publish=adobe", "auth.publish-allow=192.0.2.0/24", STUDIO);
        assertThat(connect(access, "192.0.2.1", LOGIN)).isInstanceOf(ConnectVerdict.Challenge.class);
        assertThat(connect(access, "198.51.100.1", LOGIN)).isEqualTo(ConnectVerdict.accept());
        assertThat(access.authorise(Attempts.from("198.51.100.1", publish("live", "a")))
                        .result())
                .isInstanceOfSatisfying(
                        Denied.class, other -> assertThat(other.denial()).isEqualTo(Denial.ADDRESS));
    }

    private static ConnectVerdict connect(GuardedAccess access, String address, String query) {
        return access.authoriseConnect(new ConnectRequest(
                        "live",
                        new Client(InetAddress.ofLiteral(address), "1", "", query, "", "", "", "", Trace.NONE),
                        true))
                .await();
    }

    @Test
    void encoderThatShowsAKeyWhereItConnectsIsNotAskedForAPassword() {
        var access = access(
                "auth.publish=keys,adobe",
                "auth.refusal-delay=0s",
                "auth.keys=live/a " + SecretHash.of("the key of the studio"),
                STUDIO);
        assertThat(connect(access, "192.0.2.1", "")).isInstanceOf(ConnectVerdict.Challenge.class);
        assertThat(connect(access, "192.0.2.1", LOGIN + "&key=x")).isInstanceOf(ConnectVerdict.Challenge.class);
        for (String key : List.of("the key of the studio", "a guess")) {
            assertThat(connect(access, "192.0.2.1", "key=" + key)).as(key).isEqualTo(ConnectVerdict.accept());
        }
        var client = publish("live", "a").client();
        assertThat(List.of(
                        isAuthorised(access, "key=the key of the studio", client),
                        isAuthorised(access, "key=a guess", client),
                        isAuthorised(access, "", client),
                        isAuthorised(access, "", client.as("studio"))))
                .containsExactly(true, false, false, true);
    }

    private static boolean isAuthorised(GuardedAccess access, String query, Client client) {
        return access.authorise(new Attempt(Action.PUBLISH, new StreamKey("live", "a"), query, client))
                        .await()
                instanceof Verdict.Allowed;
    }

    @Test
    void whoTriesManyAtTheSameTimeHearsOfNoMoreThanWhoTriesThemInTurn() {
        var callbacks = new SlowCallbacks(false);
        var access = access(
                callbacks,
                "auth.publish=hook",
                "hooks.on-publish=http://127.0.0.1:1/",
                "auth.refusal-delay=0s",
                "auth.guess-burst=3",
                "auth.guess-refill=1h");
        var tries = IntStream.range(0, 5)
                .mapToObj(i -> access.authorise(publish("live", "a?password=" + i)))
                .toList();
        for (int i = 0; i < 4; i++) {
            callbacks.asked.get(i).complete(new Rule.Opinion.Deny(Denial.HOOK_REFUSED, "no"));
        }
        callbacks.asked.get(4).complete(new Rule.Opinion.Allow(new StreamKey("live", "a")));
        assertThat(tries)
                .extracting(verdict -> ((Denied) verdict.await()).denial())
                .containsExactly(
                        Denial.HOOK_REFUSED,
                        Denial.HOOK_REFUSED,
                        Denial.HOOK_REFUSED,
                        Denial.THROTTLED,
                        Denial.THROTTLED);
        assertThat(callbacks.abandoned).as("the callback let him in").containsExactly("live/a THROTTLED");
    }

    @Test
    void whoIsAcceptedAndThrottledAllTheSameHasDisconnected() {
        var callbacks = new SlowCallbacks(true);
        var access = access(
                callbacks, "auth.publish=open", "auth.refusal-delay=0s", "auth.guess-burst=1", "auth.guess-refill=1h");
        var connects = IntStream.range(0, 2)
                .mapToObj(i -> access.authoriseConnect(
                        new ConnectRequest("live", publish("live", "a").client(), true)))
                .toList();
        callbacks.asked.get(0).complete(new Rule.Opinion.Deny(Denial.HOOK_REFUSED, "no"));
        callbacks.asked.get(1).complete(new Rule.Opinion.Pass());
        assertThat(connects).allMatch(connect -> connect.await() instanceof ConnectVerdict.Rejected);
        assertThat(callbacks.disconnected).as("whom the callback let in").containsExactly("live");
    }

    @Test
    void whoGuessesTooMuchIsNotListenedToAndOthersAre() {
        var access = access(
                "auth.publish=keys",
                "auth.refusal-delay=0s",
                "auth.guess-burst=3",
                "auth.guess-refill=1h",
                "apps.free.auth.publish=open");
        for (int i = 0; i < 5; i++) {
            access.authorise(publish("live", "a")).await();
        }
        assertThat(denied("publish", "bad_credential")).isEqualTo(3);
        assertThat(denied("publish", "throttled")).isEqualTo(2);
        assertThat(access.authorise(Attempts.from("192.0.2.77", publish("live", "a")))
                        .await())
                .isInstanceOfSatisfying(
                        Denied.class, other -> assertThat(other.denial()).isEqualTo(Denial.BAD_CREDENTIAL));
        assertThat(access.authorise(publish("free", "a")).await()).isInstanceOf(Verdict.Allowed.class);
        assertThat(access.authorise(play("live", "a")).await()).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void addressesAreLookedAtFirst() {
        var access = access(
                "auth.publish=open",
                "auth.publish-allow=192.0.2.0/24,2001:db8::/32",
                "auth.publish-deny=192.0.2.128/25",
                "auth.play-deny=198.51.100.7");
        var inside = publish("live", "a");
        assertThat(access.authorise(Attempts.from("192.0.2.1", inside)).result())
                .isInstanceOf(Verdict.Allowed.class);
        assertThat(access.authorise(Attempts.from("::ffff:192.0.2.1", inside)).result())
                .isInstanceOf(Verdict.Allowed.class);
        assertThat(access.authorise(Attempts.from("2001:db8::1", inside)).result())
                .isInstanceOf(Verdict.Allowed.class);
        for (String outside : List.of("192.0.2.200", "198.51.100.1", "2001:db9::1")) {
            assertThat(access.authorise(Attempts.from(outside, inside)).result())
                    .isInstanceOfSatisfying(
                            Denied.class, denied -> assertThat(denied.denial()).isEqualTo(Denial.ADDRESS));
        }
        assertThat(access.authorise(Attempts.from("198.51.100.7", play("live", "a")))
                        .result())
                .isInstanceOf(Denied.class);
        assertThat(access.authorise(Attempts.from("198.51.100.8", play("live", "a")))
                        .result())
                .isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void anyOfSeveralWaysIsEnough() {
        String secret = "correct-horse-battery-staple-0123456789";
        var access = access("auth.publish=signed,keys", "auth.signing-secrets=" + secret, "auth.refusal-delay=0s");
        var signature = Signature.query(
                new SigningSecret(secret),
                Action.PUBLISH,
                new StreamKey("live", "a"),
                Instant.now().getEpochSecond());
        assertThat(access.authorise(publish("live", "a?" + signature)).await()).isInstanceOf(Verdict.Allowed.class);
        assertThat(access.authorise(publish("live", "b?" + signature)).await()).isInstanceOf(Denied.class);
    }

    @Test
    void waysWithoutTheirSecretsAreRefused() {
        assertThatThrownBy(() -> access("auth.play=signed")).hasMessageContaining("auth.signing-secrets");
        assertThatThrownBy(() -> access("auth.play=jwt")).hasMessageContaining("auth.jwt.keys-file");
    }

    @Test
    void newRulesHoldFromTheNextQuestionOn() {
        var access = access("auth.publish=refuse");
        access.use(RuleBook.of(
                ConfigLoader.of("auth.publish=open"),
                new AuthFiles.Texts(Map.of()),
                Optional.empty(),
                Attempts.NO_CALLBACKS));
        assertThat(access.authorise(publish("live", "a")).result()).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void attemptTellsNothingSecretOfItself() {
        assertThat(Attempts.attempt(Action.PUBLISH, "live", "hidden?key=hidden", "token=hidden", "192.0.2.1"))
                .hasToString("publish in live by 192.0.2.1");
    }

    @Test
    void parametersMayStandBehindASecondQuestionMarkAndNeedAValue() {
        var attempt = Attempts.attempt(Action.PUBLISH, "live", "a?x=1?key=2&token=", "token=3&key=4", "192.0.2.1");
        assertThat(attempt.parameter("key")).hasValue("2");
        assertThat(attempt.parameter("token")).hasValue("3");
        assertThat(attempt.parameter("x")).hasValue("1");
        assertThat(attempt.parameter("y")).isEmpty();
    }
}
