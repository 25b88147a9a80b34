package dev.headwater.server.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Client;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Greeting;
import dev.headwater.server.auth.Rule.Opinion;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.config.SigningSecret;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callbacks decide, over real sockets, and what becomes of others when they do not. */
class DecidingHooksTest {
    private static final Response YES = Response.of(200, "{\"allow\":true}");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final CallbackServer server = CallbackServer.answering(request -> YES);

    @AfterEach
    void close() {
        server.close();
    }

    private String onPublish() {
        return "hooks.on-publish=" + server.url("/hook");
    }

    private static Verdict.Denied denied(Denial denial, Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Denied.class);
        assertThat(((Verdict.Denied) verdict).denial()).isEqualTo(denial);
        return (Verdict.Denied) verdict;
    }

    private static void allowed(String name, Verdict verdict) {
        assertThat(verdict).isEqualTo(new Verdict.Allowed(new StreamKey("live", name)));
    }

    @Test
    void callbackLetsInAndRefuses() {
        try (var rig = new HookRig(onPublish())) {
            allowed("news", rig.publish("news"));
            server.answer(request -> Response.of(200, "{\"allow\":false}"));
            assertThat(denied(Denial.HOOK_REFUSED, rig.publish("news")).explanation())
                    .isEqualTo("callback " + server.url("") + ": allow=false");
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.ALLOWED)).isEqualTo(1);
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.REFUSED)).isEqualTo(1);
            allowed("news", rig.play("news"));
        }
    }

    @Test
    void keyBecomesTheNameThatTheAnswerGives() {
        server.answer(request -> Response.of(200, "{\"allow\":true,\"name\":\"news\"}"));
        try (var rig = new HookRig(onPublish())) {
            allowed("news", rig.publish("s3cretkey"));
            server.answer(request -> Response.of(200, "{\"allow\":true,\"name\":\"../x\"}"));
            assertThat(denied(Denial.HOOK_FAILED, rig.publish("s3cretkey")).isNameSecret())
                    .isTrue();
        }
        server.answer(request -> Response.redirect("news"));
        try (var rig = new HookRig(onPublish(), "hooks.format=nginx-rtmp")) {
            allowed("news", rig.publish("s3cretkey"));
            server.answer(request -> Response.redirect("http://169.254.169.254/latest"));
            denied(Denial.HOOK_FAILED, rig.publish("s3cretkey"));
        }
        server.answer(request -> Response.of(200, "1"));
        try (var rig = new HookRig(onPublish(), "hooks.format=srs")) {
            assertThat(denied(Denial.HOOK_REFUSED, rig.publish("name")).isNameSecret())
                    .isFalse();
        }
    }

    @Test
    void redirectOfNginxToAnotherServerPushesThereWhileItIsPublished() {
        server.answer(request -> Response.redirect("rtmp://192.0.2.9:1936/far/away?k=1"));
        try (var rig = new HookRig(
                onPublish(),
                "hooks.format=nginx-rtmp",
                "hooks.cache=1m",
                "auth.play=hook",
                "hooks.on-play=" + server.url("/play"))) {
            for (int i = 0; i < 2; i++) {
                var attempt = HookRig.attempt(Action.PUBLISH, "live", "news", "");
                allowed("news", rig.access.decide(attempt).await());
                var visit = rig.access.began(attempt, new StreamKey("live", "news"), 1, new FakeVisitor());
                assertThat(rig.pushed).containsExactly("live/news to rtmp://192.0.2.9:1936/far/away?k=1");
                visit.over("UNPUBLISHED");
                assertThat(rig.pushed).hasSize(2).endsWith("end");
                rig.pushed.clear();
            }
            server.answer(request -> Response.redirect("rtmp://169.254.169.254/far/away"));
            assertThat(denied(Denial.HOOK_FAILED, rig.publish("news")).explanation())
                    .contains("is an address that callbacks may not have");
            assertThat(rig.pushed).isEmpty();
        }
    }

    @Test
    void redirectOfNginxToAnotherServerPullsFromThereWhatIsPlayed() {
        server.answer(request -> Response.redirect("rtmp://192.0.2.9:1936/far/away?k=1"));
        try (var rig = new HookRig(
                onPublish(), "hooks.format=nginx-rtmp", "auth.play=hook", "hooks.on-play=" + server.url("/play"))) {
            allowed("news", rig.play("news"));
            assertThat(rig.pulled).containsExactly("live/news from rtmp://192.0.2.9:1936/far/away?k=1");
            rig.mayPull = false;
            assertThat(denied(Denial.HOOK_FAILED, rig.play("news")).explanation())
                    .contains("relays.max-callback-pulls")
                    .doesNotContain("k=1");
            server.answer(request -> Response.redirect("rtmp://169.254.169.254/far/away"));
            denied(Denial.HOOK_FAILED, rig.play("news"));
            assertThat(rig.pulled).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "localhost"})
    void redirectOfNginxToThisMachineIsObeyedOnlyIfTheOperatorSaysSo(String host) {
        server.answer(request -> Response.redirect("rtmp://" + host + ":19350/far/away"));
        String[] settings = {onPublish(), "hooks.format=nginx-rtmp"};
        try (var rig = new HookRig(settings)) {
            assertThat(denied(Denial.HOOK_FAILED, rig.publish("news")).explanation())
                    .endsWith("relays.callback-loopback=refuse");
            rig.reload(onPublish(), "hooks.format=nginx-rtmp", "relays.callback-loopback=allow");
            allowed("news", rig.publish("news"));
        }
    }

    @Test
    void everyUrlHasToLetIn() {
        try (var other = CallbackServer.answering(request -> Response.of(403, ""));
                var rig = new HookRig("hooks.on-publish=" + server.url("/a") + "," + other.url("/b"))) {
            denied(Denial.HOOK_REFUSED, rig.publish("news"));
            other.answer(request -> YES);
            allowed("news", rig.publish("news"));
            assertThat(other.requests()).hasSize(2);
        }
    }

    @Test
    void callsAreSigned() {
        String secret = "correct-horse-battery-staple-0123456789";
        try (var rig = new HookRig(onPublish() + "?own=1", "hooks.secret=" + secret)) {
            rig.publish("news");
        }
        var request = server.requests().getFirst();
        assertThat(request.query()).isEqualTo("own=1");
        assertThat(request.headers().get("Headwater-Signature"))
                .isEqualTo(HookSignature.of(
                        new SigningSecret(secret),
                        request.headers().getOrDefault("Headwater-Timestamp", ""),
                        Buffer.buffer(request.body())));
    }

    @Test
    void otherWaysComeFirstAndCostNoCall() {
        String secret = "correct-horse-battery-staple-0123456789";
        try (var rig = new HookRig(onPublish(), "auth.publish=hook,signed", "auth.signing-secrets=" + secret)) {
            allowed("news", rig.publish("news"));
            assertThat(server.requests()).hasSize(1);
        }
        assertThatThrownBy(() -> ConfigLoader.of("auth.publish=hook")).hasMessageContaining("set hooks.on-publish");
        assertThatThrownBy(() -> ConfigLoader.of("apps.live.auth.play=hook"))
                .hasMessageContaining("set apps.live.hooks.on-play");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "{", "", "{\"allow\":1}", "\u0000\u0001"})
    void garbageIsNoYes(String body) {
        server.answer(request -> Response.of(200, body));
        try (var rig = new HookRig(onPublish(), "hooks.play-unanswered=allow")) {
            denied(Denial.HOOK_FAILED, rig.publish("news"));
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.UNUSABLE)).isEqualTo(1);
        }
    }

    @Test
    void hugeAnswerIsReadNoFurtherThanItMay() {
        server.answer(request -> Response.of(200, "{\"allow\":true,\"x\":\"" + "y".repeat(8 << 20) + "\"}"));
        try (var rig = new HookRig(onPublish(), "hooks.max-answer-bytes=65536")) {
            assertThat(denied(Denial.HOOK_FAILED, rig.publish("news")).explanation())
                    .contains("longer than 65536 bytes");
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.UNUSABLE)).isEqualTo(1);
        }
    }

    @Test
    void answerThatIsTooLongIsARefusalHoweverOftenItComesAndAFaultsLongPageIsNone() {
        String play = "hooks.on-play=" + server.url("/play");
        try (var rig = new HookRig(
                onPublish(),
                play,
                "auth.play=hook",
                "hooks.play-unanswered=allow",
                "hooks.max-answer-bytes=1024",
                "hooks.breaker-failures=2")) {
            server.answer(request -> Response.of(200, "x".repeat(2_000)));
            for (int i = 0; i < 5; i++) {
                denied(Denial.HOOK_FAILED, rig.play("news"));
            }
            assertThat(rig.calls(HookEvent.PLAY, HookOutcome.UNUSABLE)).isEqualTo(5);
            server.answer(request -> Response.of(502, "x".repeat(2_000)));
            allowed("news", rig.play("news"));
            assertThat(rig.calls(HookEvent.PLAY, HookOutcome.UNANSWERED)).isEqualTo(1);
        }
    }

    @Test
    void redirectIsNotFollowed() {
        try (var metadata = CallbackServer.answering(request -> YES);
                var rig = new HookRig(onPublish())) {
            server.answer(request -> Response.redirect(metadata.url("/latest")));
            assertThat(denied(Denial.HOOK_FAILED, rig.publish("news")).explanation())
                    .contains("a redirect, which is not followed: status=302");
            assertThat(metadata.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "[fe80::1]",
                "[fd00:ec2::254]",
                "[::ffff:169.254.169.254]",
                "100.100.100.200",
                "0.0.0.0",
                "[64:ff9b::a9fe:a9fe]"
            })
    void metadataServicesAreNotCalled(String host) {
        try (var rig = new HookRig("hooks.on-publish=http://" + host + "/latest")) {
            assertThat(denied(Denial.HOOK_FAILED, rig.publish("news")).explanation())
                    .contains("is an address that callbacks may not have");
        }
    }

    @Test
    void silenceIsARefusalForPublishersAndWhatTheOperatorSaysForPlayers() {
        server.answer(request -> Response.NEVER);
        try (var rig = new HookRig(
                onPublish(), "hooks.timeout=1s", "auth.play=hook", "hooks.on-play=" + server.url("/play"))) {
            assertThat(denied(Denial.HOOK_FAILED, rig.publish("news")).explanation())
                    .endsWith("no answer within hooks.timeout=1000ms");
            denied(Denial.HOOK_FAILED, rig.play("news"));
        }
        try (var rig = new HookRig(
                onPublish(),
                "hooks.timeout=1s",
                "auth.play=hook",
                "hooks.on-play=" + server.url("/play"),
                "hooks.play-unanswered=allow")) {
            denied(Denial.HOOK_FAILED, rig.publish("news"));
            allowed("news", rig.play("news"));
            assertThat(rig.log.warnings())
                    .anyMatch(line -> line.startsWith("let in by hooks.play-unanswered=allow: play in live"))
                    .noneMatch(line -> line.contains("hidden"));
        }
    }

    @Test
    void serverOfOneAppThatHangsDelaysNoOther() {
        try (var hung = CallbackServer.answering(request -> Response.NEVER);
                var rig = new HookRig(
                        onPublish(), "hooks.connections=2", "apps.hung.hooks.on-publish=" + hung.url("/hook"))) {
            var pending = IntStream.range(0, 300)
                    .mapToObj(i -> rig.access.decide(HookRig.attempt(Action.PUBLISH, "hung", "n" + i, "")))
                    .toList();
            await().atMost(PATIENCE).until(() -> !hung.requests().isEmpty());
            long begun = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                allowed("news", rig.publish("news"));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
            assertThat(pending).noneMatch(Future::isComplete);
            assertThat(hung.requests().size()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void noMoreCallsWaitThanMay() {
        server.answer(request -> Response.NEVER);
        try (var rig = new HookRig(onPublish(), "hooks.timeout=1s", "hooks.max-waiting=5")) {
            var pending = IntStream.range(0, 20)
                    .mapToObj(i -> rig.access.decide(HookRig.attempt(Action.PUBLISH, "live", "n" + i, "")))
                    .toList();
            await().atMost(PATIENCE).until(() -> pending.stream().allMatch(Future::isComplete));
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.OVERFLOW)).isEqualTo(15);
            assertThat(pending).allMatch(verdict -> verdict.result() instanceof Verdict.Denied);
        }
    }

    @Test
    void deadServerIsLeftAloneForAWhileAndThenAskedAgain() {
        int port = server.port();
        server.close();
        try (var rig = new HookRig(
                "hooks.on-publish=http://127.0.0.1:" + port + "/hook",
                "hooks.breaker-failures=2",
                "hooks.breaker-pause=500ms")) {
            denied(Denial.HOOK_FAILED, rig.publish("news"));
            denied(Denial.HOOK_FAILED, rig.publish("news"));
            assertThat(denied(Denial.HOOK_FAILED, rig.publish("news")).explanation())
                    .contains("not called, since it did not answer a moment ago");
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.SKIPPED)).isEqualTo(1);
            assertThat(rig.registry.get("headwater.hook.breakers.open").gauge().value())
                    .isEqualTo(1);
            try (var back = CallbackServer.answering(port, request -> YES)) {
                await().atMost(PATIENCE).until(() -> rig.publish("news") instanceof Verdict.Allowed);
                assertThat(back.requests()).isNotEmpty();
            }
            assertThat(rig.registry.get("headwater.hook.breakers.open").gauge().value())
                    .isZero();
            assertThat(rig.log.lines()).anyMatch(line -> line.contains("of all apps does not answer"));
            assertThat(rig.log.lines()).anyMatch(line -> line.contains("of all apps answers again"));
        }
    }

    @Test
    void faultOfTheOtherSideIsNoAnswer() {
        server.answer(request -> Response.of(503, "{\"allow\":true}"));
        try (var rig = new HookRig(onPublish())) {
            assertThat(denied(Denial.HOOK_FAILED, rig.publish("news")).explanation())
                    .endsWith("status=503");
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.UNANSWERED)).isEqualTo(1);
        }
    }

    @Test
    void whoWasLetInIsNotAskedAgainForAWhile() {
        try (var rig = new HookRig(onPublish(), "hooks.cache=1m")) {
            for (int i = 0; i < 3; i++) {
                allowed("news", rig.publish("news"));
            }
            allowed("sport", rig.publish("sport"));
            assertThat(server.requests()).hasSize(2);
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.CACHED)).isEqualTo(2);
            server.answer(request -> Response.of(403, ""));
            denied(Denial.HOOK_REFUSED, rig.publish("other"));
            denied(Denial.HOOK_REFUSED, rig.publish("other"));
            assertThat(server.requests()).as("a no is not kept").hasSize(4);
        }
    }

    @Test
    void whoComesWithAnythingElseIsAskedAgain() {
        try (var rig = new HookRig(onPublish(), "hooks.cache=1m")) {
            var client = HookRig.client();
            var ways = List.of(
                    client,
                    client.as("somebody"),
                    new Client(
                            client.address(),
                            "77",
                            "",
                            "c=1",
                            client.tcUrl(),
                            client.pageUrl(),
                            "http://other",
                            "FMLE/3.0",
                            Trace.NONE),
                    new Client(
                            client.address(),
                            "77",
                            "",
                            "c=1",
                            client.tcUrl(),
                            client.pageUrl(),
                            client.swfUrl(),
                            "fv",
                            Trace.NONE));
            for (int i = 0; i < ways.size(); i++) {
                allowed("news", publishAs(rig, ways.get(i)));
                assertThat(server.requests()).hasSize(i + 1);
            }
            allowed(
                    "news",
                    publishAs(
                            rig,
                            new Client(
                                    client.address(),
                                    "another connection",
                                    "",
                                    "c=1",
                                    client.tcUrl(),
                                    client.pageUrl(),
                                    client.swfUrl(),
                                    client.flashVer(),
                                    Trace.NONE)));
            assertThat(server.requests()).hasSize(ways.size());
        }
    }

    private static Verdict publishAs(HookRig rig, Client client) {
        return rig.access
                .decide(new Attempt(Action.PUBLISH, new StreamKey("live", "news"), "", client))
                .await();
    }

    @Test
    void whoWasKickedIsAskedAgain() {
        try (var rig = new HookRig(onPublish(), "hooks.cache=1m")) {
            var attempt = HookRig.attempt(Action.PUBLISH, "live", "news", "token=hidden");
            allowed("news", rig.publish("news"));
            var stream = new StreamKey("live", "news");
            rig.access.began(attempt, stream, 1, new FakeVisitor()).over("UNPUBLISHED");
            allowed("news", rig.publish("news"));
            assertThat(server.requests()).hasSize(1);
            rig.access.began(attempt, stream, 2, new FakeVisitor()).over("KICKED");
            server.answer(request -> Response.of(403, ""));
            denied(Denial.HOOK_REFUSED, rig.publish("news"));
        }
    }

    @Test
    void silenceIsNoWrongKeyAndARefusalIsOne() {
        server.answer(request -> Response.of(503, ""));
        try (var rig = new HookRig(
                onPublish(),
                "auth.publish=keys,hook",
                "auth.keys=live/a " + SecretHash.of("the key of the studio"),
                "hooks.breaker-failures=100",
                "auth.guess-burst=2",
                "auth.guess-refill=1h")) {
            for (int i = 0; i < 4; i++) {
                denied(Denial.HOOK_FAILED, rig.publish("news"));
            }
            server.answer(request -> Response.of(403, ""));
            for (int i = 0; i < 2; i++) {
                denied(Denial.HOOK_REFUSED, rig.publish("news"));
            }
            denied(Denial.THROTTLED, rig.publish("news"));
        }
    }

    @Test
    void refusedConnectsAreCountedAndThrottledAndSilenceIsCountedAlone() {
        server.answer(request -> Response.of(503, ""));
        try (var rig = new HookRig(
                onPublish(),
                "hooks.on-connect=" + server.url("/connect"),
                "hooks.breaker-failures=100",
                "auth.guess-burst=2",
                "auth.guess-refill=1h")) {
            for (int i = 0; i < 4; i++) {
                rig.access.greet(HookRig.arrival("live")).await();
            }
            assertThat(rig.denied("publish", "hook_failed")).isEqualTo(4);
            server.answer(request -> Response.of(403, ""));
            for (int i = 0; i < 3; i++) {
                assertThat(rig.access.greet(HookRig.arrival("live")).await()).isInstanceOf(Greeting.Refuse.class);
            }
            assertThat(rig.denied("publish", "hook_refused")).isEqualTo(2);
            assertThat(rig.denied("publish", "throttled")).isEqualTo(1);
            assertThat(server.requests()).as("nobody is asked about a guesser").hasSize(6);
        }
    }

    @Test
    void guesserConnectsWhereNobodyIsAskedAboutIt() {
        server.answer(request -> Response.of(403, ""));
        try (var rig = new HookRig(onPublish(), "auth.guess-burst=1", "auth.guess-refill=1h")) {
            denied(Denial.HOOK_REFUSED, rig.publish("news"));
            denied(Denial.THROTTLED, rig.publish("news"));
            assertThat(rig.access.greet(HookRig.arrival("live")).await()).isEqualTo(Greeting.comeIn());
        }
    }

    @Test
    void connectIsAskedBeforeTheClientSaysWhatItWants() {
        server.answer(request -> Response.of(request.body().contains("\"app\":\"live\"") ? 200 : 403, "{\"code\":0}"));
        try (var rig = new HookRig(onPublish(), "hooks.format=srs", "hooks.on-connect=" + server.url("/connect"))) {
            assertThat(rig.access.greet(HookRig.arrival("live")).await()).isEqualTo(Greeting.comeIn());
            assertThat(rig.access.greet(HookRig.arrival("other")).await())
                    .isEqualTo(new Greeting.Refuse("not allowed", "callback " + server.url("") + ": status=403"));
            assertThat(rig.calls(HookEvent.CONNECT, HookOutcome.REFUSED)).isEqualTo(1);
        }
        server.answer(request -> Response.NEVER);
        try (var rig = new HookRig(onPublish(), "hooks.timeout=1s", "hooks.on-connect=" + server.url("/connect"))) {
            assertThat(rig.access.greet(HookRig.arrival("live")).await()).isInstanceOf(Greeting.Refuse.class);
        }
    }

    @Test
    void inTheWordsOfSrsNobodyConnectsByHttp() {
        server.answer(request -> Response.of(200, request.path().equals("/connect") ? "1" : "0"));
        try (var rig = new HookRig(onPublish(), "hooks.format=srs", "hooks.on-connect=" + server.url("/connect"))) {
            allowed("news", rig.publish("news"));
            assertThat(rig.access.greet(HookRig.arrival("live")).await()).isInstanceOf(Greeting.Refuse.class);
        }
    }

    @Test
    void whoComesByHttpIsGreetedBeforeItIsDecided() {
        server.answer(request -> Response.of(403, ""));
        try (var rig = new HookRig("auth.publish=open", "hooks.on-connect=" + server.url("/connect"))) {
            denied(Denial.HOOK_REFUSED, rig.publish("news"));
            denied(Denial.HOOK_REFUSED, rig.play("news"));
            assertThat(server.requests()).allMatch(request -> request.body().contains("token=hidden"));
            server.answer(request -> YES);
            allowed("news", rig.publish("news"));
            allowed("news", rig.play("news"));
            assertThat(server.requests()).hasSize(4);

            var greeted = HookRig.attempt(Action.PLAY, "live", "news", "");
            allowed("news", rig.access.decide(greeted, HookRig.arrival("live")).await());
            assertThat(server.requests())
                    .as("who was greeted is not greeted again")
                    .hasSize(4);
        }
        server.answer(request -> Response.NEVER);
        try (var rig =
                new HookRig("auth.publish=open", "hooks.timeout=1s", "hooks.on-connect=" + server.url("/connect"))) {
            denied(Denial.HOOK_FAILED, rig.publish("news"));
        }
    }

    @Test
    void withoutAUrlNobodyIsLetIn() {
        try (var rig = new HookRig("auth.publish=open")) {
            var attempt = HookRig.attempt(Action.PUBLISH, "live", "news", "");
            assertThat(rig.hooks.of("live").decide(attempt).await())
                    .isEqualTo(new Opinion.Deny(Denial.HOOK_FAILED, "nobody to ask: hooks.on-publish is not set"));
        }
    }

    @Test
    void nothingSecretIsInALineOfTheLog() {
        try (var rig = new HookRig("hooks.on-publish=" + server.url("/s3cretpath?key=s3cret"))) {
            rig.publish("s3cretname");
            server.answer(request -> Response.of(500, "s3cret"));
            for (int i = 0; i < 10; i++) {
                assertThat(denied(Denial.HOOK_FAILED, rig.publish("s3cretname")).explanation())
                        .doesNotContain("s3cret");
            }
            assertThat(rig.log.lines()).noneMatch(line -> line.contains("s3cret") || line.contains("hidden"));
        }
        assertThatThrownBy(() -> ConfigLoader.of("hooks.on-publish=ftp://host/s3cret"))
                .hasMessageContaining("expected a URL")
                .hasMessageNotContaining("s3cret");
    }
}
