package dev.headwater.server.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.config.SecretHash;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a decision, and of others, when a callback answers badly, late or not at all; over real sockets. */
class HookFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private final CallbackServer server = CallbackServer.answering(request -> HookRig.YES);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "{", "", "{\"allow\":1}", "\u0000\u0001"})
    void garbageIsNoYes(String body) {
        server.answer(request -> Response.of(200, body));
        try (var rig = new HookRig(onPublish(), "hooks.play-unanswered=allow")) {
            HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"));
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.UNUSABLE)).isEqualTo(1);
        }
    }

    @Test
    void hugeAnswerIsReadNoFurtherThanItMay() {
        server.answer(request -> Response.of(200, "{\"allow\":true,\"x\":\"" + "y".repeat(8 << 20) + "\"}"));
        try (var rig = new HookRig(onPublish(), "hooks.max-answer-bytes=65536")) {
            assertThat(HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"))
                            .explanation())
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
                HookRig.assertDenied(Denial.HOOK_FAILED, rig.play("news"));
            }
            assertThat(rig.calls(HookEvent.PLAY, HookOutcome.UNUSABLE)).isEqualTo(5);
            server.answer(request -> Response.of(502, "x".repeat(2_000)));
            HookRig.assertAllowed("news", rig.play("news"));
            assertThat(rig.calls(HookEvent.PLAY, HookOutcome.UNANSWERED)).isEqualTo(1);
        }
    }

    @Test
    void silenceIsARefusalForPublishersAndWhatTheOperatorSaysForPlayers() {
        server.answer(request -> Response.NEVER);
        try (var rig = new HookRig(
                onPublish(), "hooks.timeout=1s", "auth.play=hook", "hooks.on-play=" + server.url("/play"))) {
            assertThat(HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"))
                            .explanation())
                    .endsWith("no answer within hooks.timeout=1000ms");
            HookRig.assertDenied(Denial.HOOK_FAILED, rig.play("news"));
        }
        try (var rig = new HookRig(
                onPublish(),
                "hooks.timeout=1s",
                "auth.play=hook",
                "hooks.on-play=" + server.url("/play"),
                "hooks.play-unanswered=allow")) {
            HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"));
            HookRig.assertAllowed("news", rig.play("news"));
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
                    .mapToObj(i -> rig.access.authorise(HookRig.attempt(Action.PUBLISH, "hung", "n" + i, "")))
                    .toList();
            await().atMost(PATIENCE).until(() -> !hung.requests().isEmpty());
            long begun = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                HookRig.assertAllowed("news", rig.publish("news"));
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
                    .mapToObj(i -> rig.access.authorise(HookRig.attempt(Action.PUBLISH, "live", "n" + i, "")))
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
            HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"));
            HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"));
            assertThat(HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"))
                            .explanation())
                    .contains("not called, since it did not answer a moment ago");
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.SKIPPED)).isEqualTo(1);
            assertThat(rig.registry.get("headwater.hook.breakers.open").gauge().value())
                    .isEqualTo(1);
            try (var back = CallbackServer.answering(port, request -> HookRig.YES)) {
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
            assertThat(HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"))
                            .explanation())
                    .endsWith("status=503");
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.UNANSWERED)).isEqualTo(1);
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
                HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"));
            }
            server.answer(request -> Response.of(403, ""));
            for (int i = 0; i < 2; i++) {
                HookRig.assertDenied(Denial.HOOK_REFUSED, rig.publish("news"));
            }
            HookRig.assertDenied(Denial.THROTTLED, rig.publish("news"));
        }
    }

    private String onPublish() {
        return "hooks.on-publish=" + server.url("/hook");
    }
}
