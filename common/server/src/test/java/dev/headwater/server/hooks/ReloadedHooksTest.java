package dev.headwater.server.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Verdict;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Request;
import dev.headwater.testkit.CallbackServer.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callbacks whose configuration changes while the node runs. */
class ReloadedHooksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Response YES = Response.of(200, "{\"allow\":true}");
    private static final Response NO = Response.of(200, "{\"allow\":false}");

    private final CallbackServer old = CallbackServer.answering(request -> YES);
    private final CallbackServer other = CallbackServer.answering(request -> YES);

    @AfterEach
    void close() {
        old.close();
        other.close();
    }

    private static List<String> eventsAt(CallbackServer server) {
        return server.requests().stream()
                .map(Request::body)
                .map(body -> new JsonObject(body).getString("event"))
                .toList();
    }

    /** A publisher was here, of whose end {@link #old} is to be told. */
    private static void publishedAndGone(HookRig rig, long epoch) {
        rig.access
                .began(
                        HookRig.attempt(Action.PUBLISH, "live", "news", ""),
                        new StreamKey("live", "news"),
                        epoch,
                        new FakeUse())
                .onEnded("UNPUBLISHED");
    }

    /** From now on what {@link #old} is told is taken: the epochs of it. */
    private List<Long> taken() {
        var epochs = new CopyOnWriteArrayList<Long>();
        old.answer(request -> {
            epochs.add(new JsonObject(request.body()).getLong("epoch"));
            return YES;
        });
        return epochs;
    }

    @Test
    void theNextCallGoesWhereAndAsTheNewSettingsSay() {
        try (var rig = new HookRig("hooks.on-publish=" + old.url("/a"))) {
            assertThat(rig.publish("news")).isInstanceOf(Verdict.Allowed.class);
            other.answer(request -> Response.of(200, "{\"code\":1}"));
            rig.reload("hooks.on-publish=" + other.url("/b"), "hooks.format=srs");
            assertThat(rig.publish("news")).isInstanceOf(Verdict.Denied.class);
            assertThat(new JsonObject(other.requests().getFirst().body()).getString("action"))
                    .isEqualTo("on_publish");
            assertThat(old.requests()).hasSize(1);
        }
    }

    @Test
    void whatIsToldByWhoReadTheOldSettingsIsSentToTheUrlThatIsGone() {
        try (var rig = new HookRig("auth.publish=open", "hooks.on-unpublish=" + old.url("/a"))) {
            var before = rig.hooks.of("live").targets();
            rig.reload("auth.publish=open");
            var left = new HookCall.Staying(
                    HookRig.attempt(Action.PUBLISH, "live", "news", ""),
                    new StreamKey("live", "news"),
                    1,
                    0,
                    0,
                    "LEFT");
            rig.hooks.tell(before, HookCall.of(HookEvent.UNPUBLISH, left));
            await().atMost(PATIENCE).until(() -> eventsAt(old).contains("on_unpublish"));
        }
    }

    @Test
    void whoIsAskedAboutDuringTheChangeIsAnsweredByTheOneThatWasAsked() {
        var asked = new AtomicBoolean();
        var changed = new AtomicBoolean();
        old.answer(request -> {
            asked.set(true);
            await().atMost(PATIENCE).untilTrue(changed);
            return YES;
        });
        try (var rig = new HookRig("hooks.on-publish=" + old.url("/a"))) {
            var decision = rig.access.authorise(HookRig.attempt(Action.PUBLISH, "live", "news", ""));
            await().atMost(PATIENCE).untilTrue(asked);
            rig.reload("auth.publish=refuse");
            assertThat(rig.publish("news")).isInstanceOf(Verdict.Denied.class);
            changed.set(true);
            assertThat(decision.await()).isInstanceOf(Verdict.Allowed.class);
        }
    }

    @Test
    void anAppWhoseSettingsDoNotChangeKeepsWhatItKnows() {
        try (var rig = new HookRig("hooks.on-publish=" + old.url("/a"), "hooks.cache=1h")) {
            rig.publish("news");
            rig.reload(
                    "hooks.on-publish=" + old.url("/a"),
                    "hooks.cache=1h",
                    "apps.other.hooks.on-play=" + other.url("/"));
            rig.publish("news");
            assertThat(old.requests()).hasSize(1);
            rig.reload("hooks.on-publish=" + old.url("/a"), "hooks.cache=30m");
            rig.publish("news");
            assertThat(old.requests()).as("another cache").hasSize(2);
        }
    }

    @Test
    void whatWaitsForAServerIsToldInOrderBeforeWhatComesAfterTheChange() {
        old.answer(request -> Response.of(503, ""));
        var url = "hooks.on-publish=" + old.url("/a");
        var end = "hooks.on-unpublish=" + old.url("/a");
        try (var rig = new HookRig(url, end, "auth.publish=open", "hooks.breaker-failures=1000")) {
            var listener = rig.access.began(
                    HookRig.attempt(Action.PUBLISH, "live", "news", ""),
                    new StreamKey("live", "news"),
                    1,
                    new FakeUse());
            await().atMost(PATIENCE).until(() -> !old.requests().isEmpty());
            rig.reload(url, end, "auth.publish=open", "hooks.timeout=9s", "hooks.retries=20");
            listener.onEnded("UNPUBLISHED");
            old.answer(request -> YES);
            await().atMost(PATIENCE).until(() -> eventsAt(old).contains("on_unpublish"));
            assertThat(eventsAt(old)).last().isEqualTo("on_unpublish");
            assertThat(eventsAt(old).stream().filter("on_unpublish"::equals)).hasSize(1);
        }
    }

    @Test
    void whoIsThereAlreadyEndsWhereTheNewSettingsSay() {
        try (var rig = new HookRig("hooks.on-publish=" + old.url("/a"), "hooks.on-stop=" + old.url("/a"))) {
            var listener = rig.access.began(
                    HookRig.attempt(Action.PLAY, "live", "news", ""), new StreamKey("live", "news"), 1, new FakeUse());
            rig.reload("hooks.on-publish=" + old.url("/a"), "hooks.on-stop=" + other.url("/b"));
            listener.onEnded("stopped");
            await().atMost(PATIENCE).until(() -> eventsAt(other).equals(List.of("on_stop")));
            assertThat(old.requests()).isEmpty();
        }
    }

    @Test
    void whatWaitsForAServerThatIsNoLongerCalledIsStillTold() {
        old.answer(request -> Response.of(503, ""));
        try (var rig = new HookRig("hooks.on-stop=" + old.url("/a"), "hooks.on-publish=" + other.url("/b"))) {
            IntStream.range(0, 3)
                    .forEach(i -> rig.access
                            .began(
                                    HookRig.attempt(Action.PLAY, "live", "n" + i, ""),
                                    new StreamKey("live", "n" + i),
                                    1,
                                    new FakeUse())
                            .onEnded("stopped"));
            await().atMost(PATIENCE).until(() -> !old.requests().isEmpty());
            rig.reload("hooks.on-publish=" + other.url("/b"));
            old.answer(request -> YES);
            await().atMost(PATIENCE)
                    .until(() ->
                            rig.registry.get("headwater.hook.queued").gauge().value() == 0);
            assertThat(rig.calls(HookEvent.STOP, HookOutcome.DROPPED)).isZero();
        }
    }

    @Test
    void whatWaitsForAServerThatIsNoLongerCalledIsToldBeforeAStop() {
        old.answer(request -> Response.of(503, ""));
        var ask = "hooks.on-publish=" + other.url("/b");
        try (var rig = new HookRig(ask, "hooks.on-unpublish=" + old.url("/a"), "hooks.breaker-failures=1000")) {
            publishedAndGone(rig, 1);
            await().atMost(PATIENCE).until(() -> !old.requests().isEmpty());
            rig.reload(ask, "hooks.timeout=30s");
            var taken = taken();
            rig.hooks.close().await();
            assertThat(taken).containsExactly(1L);
        }
    }

    @Test
    void whatIsNotTakenThereBeforeAStopIsInTheLog() {
        old.answer(request -> Response.of(503, ""));
        var ask = "hooks.on-publish=" + other.url("/b");
        try (var rig = new HookRig(ask, "hooks.on-unpublish=" + old.url("/a"), "hooks.retries=20")) {
            publishedAndGone(rig, 1);
            await().atMost(PATIENCE).until(() -> !old.requests().isEmpty());
            rig.reload(ask, "hooks.timeout=1s");
            rig.hooks.close().await();
            assertThat(rig.log.warnings())
                    .anyMatch(line -> line.endsWith("1 notifications were not sent when the node stopped"));
        }
    }

    @Test
    void aServerThatIsCalledAgainIsToldInTheOldOrder() {
        old.answer(request -> Response.of(503, ""));
        var ask = "hooks.on-publish=" + other.url("/b");
        var end = "hooks.on-unpublish=" + old.url("/a");
        try (var rig = new HookRig(ask, end, "hooks.breaker-failures=1000", "hooks.retries=20")) {
            publishedAndGone(rig, 1);
            await().atMost(PATIENCE).until(() -> !old.requests().isEmpty());
            rig.reload(ask);
            rig.reload(ask, end, "hooks.breaker-failures=1000", "hooks.retries=20");
            var taken = taken();
            publishedAndGone(rig, 2);
            await().atMost(PATIENCE).until(() -> taken.size() == 2);
            assertThat(taken).containsExactly(1L, 2L);
        }
    }

    @Test
    void updatesGoOnAtTheNewPlace() {
        var use = new FakeUse();
        try (var rig = new HookRig(
                "hooks.on-publish=" + old.url("/a"), "hooks.on-update=" + old.url("/a"), "hooks.update-interval=1s")) {
            rig.access.began(HookRig.attempt(Action.PLAY, "live", "news", ""), new StreamKey("live", "news"), 1, use);
            other.answer(request -> NO);
            rig.reload(
                    "hooks.on-publish=" + old.url("/a"),
                    "hooks.on-update=" + other.url("/b"),
                    "hooks.update-interval=1s");
            await().atMost(PATIENCE).untilTrue(use.revoked());
        }
    }
}
