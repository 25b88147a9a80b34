package dev.headwater.server.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.UseListener;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Request;
import dev.headwater.testkit.CallbackServer.Response;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callbacks are told, in which order, and how often. */
class NotificationsTest {
    private static final Response YES = Response.of(200, "{\"allow\":true}");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CallbackServer server = CallbackServer.answering(request -> YES);
    private final FakeUse use = new FakeUse();

    @AfterEach
    void close() {
        server.close();
    }

    private UseListener begin(HookRig rig, Action action, String name) {
        return rig.access.began(HookRig.attempt(action, "live", name, ""), new StreamKey("live", name), 3, use);
    }

    private List<JsonObject> heard() {
        return server.requests().stream()
                .map(Request::body)
                .map(JsonObject::new)
                .toList();
    }

    private List<String> heardOf(String name) {
        return heard().stream()
                .filter(call -> name.equals(call.getString("name")))
                .map(call -> call.getString("event"))
                .toList();
    }

    private String[] settings(String... more) {
        var all = new String[more.length + 3];
        all[0] = "auth.publish=open";
        all[1] = "hooks.on-unpublish=" + server.url("/publish");
        all[2] = "hooks.on-stop=" + server.url("/stop");
        System.arraycopy(more, 0, all, 3, more.length);
        return all;
    }

    /** Where callbacks decide. */
    private String[] deciding(String... more) {
        var all = new String[more.length + 2];
        all[0] = "auth.publish=hook";
        all[1] = onPublish();
        System.arraycopy(more, 0, all, 2, more.length);
        return settings(all);
    }

    private String onPublish() {
        return "hooks.on-publish=" + server.url("/publish");
    }

    @Test
    void endsAreToldWithWhatWas() {
        try (var rig = new HookRig(settings())) {
            begin(rig, Action.PUBLISH, "news").onEnded("UNPUBLISHED");
            begin(rig, Action.PLAY, "news").onEnded("stopped");
            await().atMost(PATIENCE).until(() -> server.requests().size() == 2);
            assertThat(heardOf("news")).containsExactlyInAnyOrder("on_unpublish", "on_stop");
            var end = heard().stream()
                    .filter(call -> "on_unpublish".equals(call.getString("event")))
                    .findFirst()
                    .orElseThrow();
            assertThat(end.getLong("epoch")).isEqualTo(3);
            assertThat(end.getLong("bytes")).isEqualTo(7);
            assertThat(end.getString("reason")).isEqualTo("unpublished");
        }
    }

    @Test
    void whoOnlyLooksIsOverForWhoWasAsked() {
        var attempt = HookRig.attempt(Action.PLAY, "live", "news", "");
        try (var rig = new HookRig(settings("auth.play=hook", "hooks.on-play=" + server.url("/play")))) {
            assertThat(rig.access.probe(attempt).await()).isInstanceOf(Verdict.Allowed.class);
            await().atMost(PATIENCE).until(() -> heardOf("news").size() == 2);
            assertThat(heardOf("news")).containsExactly("on_play", "on_stop");
        }
    }

    @Test
    void whoOnlyLooksForAKeyIsOverForWhoWasAskedAndTheKeyIsNotTold() {
        String key = "0123456789abcdef";
        var attempt = HookRig.attempt(Action.PLAY, "live", key, "");
        try (var rig = new HookRig(settings(
                "auth.keys=live/news " + SecretHash.of(key),
                "auth.play=hook",
                "hooks.on-play=" + server.url("/play")))) {
            assertThat(rig.access.probe(attempt).await()).isInstanceOf(Verdict.Allowed.class);
            await().atMost(PATIENCE).until(() -> server.requests().size() == 2);
            assertThat(heard()).extracting(call -> call.getString("event")).containsExactly("on_play", "on_stop");
            assertThat(heard()).extracting(call -> call.getString("name")).allMatch(name -> !name.equals(key));
        }
    }

    @Test
    void whatIsToldIsOfNoTraceAndWhatDecidesIs() {
        var trace = Trace.root(SdkTracerProvider.builder().build().get("test"))
                .begin("publish")
                .trace();
        var attempt = new Attempt(Action.PUBLISH, new StreamKey("live", "news"), "", HookRig.client(trace));
        try (var rig = new HookRig(deciding())) {
            assertThat(rig.access.authorise(attempt).await()).isInstanceOf(Verdict.Allowed.class);
            rig.access.began(attempt, attempt.asked(), 3, use).onEnded("UNPUBLISHED");
            await().atMost(PATIENCE).until(() -> server.requests().size() == 2);
            var places = server.requests().stream()
                    .map(request -> request.headers().getOrDefault(Trace.TRACEPARENT, ""))
                    .toList();
            assertThat(places.getFirst()).contains(trace.id());
            assertThat(places.getLast()).isEmpty();
        }
    }

    @Test
    void whoWasLetInByACallbackAndDoesNotBeginIsOverForIt() {
        try (var rig = new HookRig(deciding())) {
            var attempt = HookRig.attempt(Action.PUBLISH, "live", "news", "");
            assertThat(rig.access.authorise(attempt).await()).isInstanceOf(Verdict.Allowed.class);
            for (int i = 0; i < 2; i++) {
                rig.access.abandoned(attempt, attempt.asked(), "PUBLISHERS_PER_APP");
            }
            rig.access.abandoned(HookRig.attempt(Action.PLAY, "live", "news", ""), attempt.asked(), "closed");
            await().atMost(PATIENCE).until(() -> server.requests().size() == 2);
            assertThat(heardOf("news")).containsExactly("on_publish", "on_unpublish");
            assertThat(heard().getLast().getString("reason")).isEqualTo("publishers_per_app");
        }
    }

    @Test
    void whoWasLetInByTheCacheBeginsAndEnds() {
        try (var rig = new HookRig(deciding("hooks.cache=1m"))) {
            for (int i = 0; i < 2; i++) {
                var attempt = HookRig.attempt(Action.PUBLISH, "live", "news", "");
                assertThat(rig.access.authorise(attempt).await()).isInstanceOf(Verdict.Allowed.class);
                rig.access.began(attempt, attempt.asked(), i, use).onEnded("UNPUBLISHED");
            }
            await().atMost(PATIENCE).until(() -> server.requests().size() == 4);
            assertThat(heardOf("news")).containsExactly("on_publish", "on_unpublish", "on_publish", "on_unpublish");
        }
    }

    @Test
    void whoIsNotAskedIsToldOfTheBeginToo() {
        try (var rig = new HookRig(settings(onPublish()))) {
            begin(rig, Action.PUBLISH, "news").onEnded("UNPUBLISHED");
            await().atMost(PATIENCE).until(() -> heardOf("news").size() == 2);
            assertThat(heardOf("news")).containsExactly("on_publish", "on_unpublish");
        }
    }

    @Test
    void aStreamsNotificationsKeepTheirOrderWhileTheServerFails() {
        var failures = new AtomicInteger(3);
        server.answer(request ->
                request.body().contains("\"a\"") && failures.getAndDecrement() > 0 ? Response.of(503, "") : YES);
        try (var rig = new HookRig(settings(onPublish(), "hooks.breaker-failures=1000"))) {
            begin(rig, Action.PUBLISH, "a").onEnded("UNPUBLISHED");
            begin(rig, Action.PUBLISH, "b").onEnded("UNPUBLISHED");
            await().atMost(PATIENCE).until(() -> heardOf("b").size() == 2);
            assertThat(heardOf("a")).as("of another stream nobody waits").doesNotContain("on_unpublish");
            await().atMost(PATIENCE).until(() -> heardOf("a").contains("on_unpublish"));
            assertThat(heardOf("a"))
                    .containsExactly("on_publish", "on_publish", "on_publish", "on_publish", "on_unpublish");
            assertThat(heard().stream()
                            .filter(call ->
                                    "a".equals(call.getString("name")) && "on_publish".equals(call.getString("event")))
                            .map(call -> call.getString("id"))
                            .distinct())
                    .as("one id however often it is sent")
                    .hasSize(1);
        }
    }

    @Test
    void whatNobodyTakesIsDroppedAtLast() {
        server.answer(request -> Response.of(500, ""));
        try (var rig = new HookRig(settings("hooks.retries=1"))) {
            begin(rig, Action.PUBLISH, "news").onEnded("UNPUBLISHED");
            await().atMost(PATIENCE)
                    .until(() -> rig.log.warnings().stream()
                            .anyMatch(line ->
                                    line.contains("was not told of on_unpublish id=") && line.endsWith("status=500")));
            assertThat(server.requests()).hasSize(2);
            assertThat(rig.calls(HookEvent.UNPUBLISH, HookOutcome.DROPPED)).isEqualTo(1);
            await().atMost(PATIENCE)
                    .until(() ->
                            rig.registry.get("headwater.hook.queued").gauge().value() == 0);
        }
    }

    @Test
    void noMoreWaitThanMay() {
        server.answer(request -> Response.NEVER);
        try (var rig = new HookRig(settings("hooks.timeout=1s", "hooks.max-queued=10"))) {
            IntStream.range(0, 25)
                    .forEach(i -> begin(rig, Action.PUBLISH, "n" + i).onEnded("UNPUBLISHED"));
            assertThat(rig.calls(HookEvent.UNPUBLISH, HookOutcome.DROPPED)).isEqualTo(15);
            assertThat(rig.log.warnings()).anyMatch(line -> line.endsWith("hooks.max-queued=10 wait"));
        }
    }

    @Test
    void closingTellsWhatIsStillToBeTold() {
        try (var rig = new HookRig(settings("hooks.on-node=" + server.url("/node")))) {
            rig.hooks.node("up");
            IntStream.range(0, 100)
                    .forEach(i -> begin(rig, Action.PLAY, "n" + i).onEnded("SHUTDOWN"));
            rig.hooks.node("down");
            rig.hooks.close().await();
            assertThat(server.requests()).hasSize(102);
            assertThat(heard().stream()
                            .filter(call -> call.containsKey("state"))
                            .map(call -> call.getString("state")))
                    .containsExactly("up", "down");
        }
    }

    @Test
    void closingWaitsNoLongerThanACallMayTake() {
        server.answer(request -> Response.NEVER);
        try (var rig = new HookRig(settings("hooks.timeout=1s"))) {
            begin(rig, Action.PUBLISH, "news").onEnded("UNPUBLISHED");
            long begun = System.nanoTime();
            rig.hooks.close().await();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
            assertThat(rig.log.warnings())
                    .anyMatch(line -> line.endsWith(": 1 notifications were not sent when the node stopped"));
        }
    }

    @Test
    void updatesAreToldAgainAndAgainAndARefusalEnds() {
        try (var rig = new HookRig(settings("hooks.on-update=" + server.url("/update"), "hooks.update-interval=1s"))) {
            var listener = begin(rig, Action.PUBLISH, "news");
            await().atMost(PATIENCE).until(() -> heardOf("news").size() >= 2);
            assertThat(heardOf("news")).containsOnly("on_update");
            server.answer(request -> Response.of(503, ""));
            await().atMost(PATIENCE).until(() -> rig.calls(HookEvent.UPDATE, HookOutcome.UNANSWERED) > 0);
            assertThat(use.revoked()).as("silence ends nobody").isFalse();
            server.answer(request -> Response.of(200, "{\"allow\":false}"));
            await().atMost(PATIENCE).untilTrue(use.revoked());
            listener.onEnded("KICKED");
        }
    }

    @Test
    void whoWasLetInAndThenRefusedIsAskedAgain() {
        try (var rig = new HookRig(
                deciding("hooks.cache=1h", "hooks.on-update=" + server.url("/update"), "hooks.update-interval=1s"))) {
            var attempt = HookRig.attempt(Action.PUBLISH, "live", "news", "token=hidden");
            assertThat(rig.publish("news")).isInstanceOf(Verdict.Allowed.class);
            rig.access.began(attempt, new StreamKey("live", "news"), 1, use);
            server.answer(request -> Response.of(200, "{\"allow\":false}"));
            await().atMost(PATIENCE).untilTrue(use.revoked());
            assertThat(rig.publish("news")).isInstanceOf(Verdict.Denied.class);
        }
    }
}
