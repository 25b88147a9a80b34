package dev.headwater.server.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Client;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Rule.Opinion;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.SigningSecret;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callbacks decide, over real sockets, and what becomes of others when they do not. */
class DecidingHooksTest {
    private final CallbackServer server = CallbackServer.answering(request -> HookRig.YES);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void callbackLetsInAndRefuses() {
        try (var rig = new HookRig(onPublish())) {
            HookRig.assertAllowed("news", rig.publish("news"));
            server.answer(request -> Response.of(200, "{\"allow\":false}"));
            assertThat(HookRig.assertDenied(Denial.HOOK_REFUSED, rig.publish("news"))
                            .explanation())
                    .isEqualTo("callback " + server.url("") + ": allow=false");
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.ALLOWED)).isEqualTo(1);
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.REFUSED)).isEqualTo(1);
            HookRig.assertAllowed("news", rig.play("news"));
        }
    }

    @Test
    void keyBecomesTheNameThatTheAnswerGives() {
        server.answer(request -> Response.of(200, "{\"allow\":true,\"name\":\"news\"}"));
        try (var rig = new HookRig(onPublish())) {
            HookRig.assertAllowed("news", rig.publish("s3cretkey"));
            server.answer(request -> Response.of(200, "{\"allow\":true,\"name\":\"../x\"}"));
            assertThat(HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("s3cretkey"))
                            .isNameSecret())
                    .isTrue();
        }
        server.answer(request -> Response.redirect("news"));
        try (var rig = new HookRig(onPublish(), "hooks.format=nginx-rtmp")) {
            HookRig.assertAllowed("news", rig.publish("s3cretkey"));
            server.answer(request -> Response.redirect("http://169.254.169.254/latest"));
            HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("s3cretkey"));
        }
        server.answer(request -> Response.of(200, "1"));
        try (var rig = new HookRig(onPublish(), "hooks.format=srs")) {
            assertThat(HookRig.assertDenied(Denial.HOOK_REFUSED, rig.publish("name"))
                            .isNameSecret())
                    .isFalse();
        }
    }

    @Test
    void everyUrlHasToLetIn() {
        try (var other = CallbackServer.answering(request -> Response.of(403, ""));
                var rig = new HookRig("hooks.on-publish=" + server.url("/a") + "," + other.url("/b"))) {
            HookRig.assertDenied(Denial.HOOK_REFUSED, rig.publish("news"));
            other.answer(request -> HookRig.YES);
            HookRig.assertAllowed("news", rig.publish("news"));
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
            HookRig.assertAllowed("news", rig.publish("news"));
            assertThat(server.requests()).hasSize(1);
        }
        assertThatThrownBy(() -> ConfigLoader.of("auth.publish=hook")).hasMessageContaining("set hooks.on-publish");
        assertThatThrownBy(() -> ConfigLoader.of("apps.live.auth.play=hook"))
                .hasMessageContaining("set apps.live.hooks.on-play");
    }

    @Test
    void whoWasLetInIsNotAskedAgainForAWhile() {
        try (var rig = new HookRig(onPublish(), "hooks.cache=1m")) {
            for (int i = 0; i < 3; i++) {
                HookRig.assertAllowed("news", rig.publish("news"));
            }
            HookRig.assertAllowed("sport", rig.publish("sport"));
            assertThat(server.requests()).hasSize(2);
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.CACHED)).isEqualTo(2);
            server.answer(request -> Response.of(403, ""));
            HookRig.assertDenied(Denial.HOOK_REFUSED, rig.publish("other"));
            HookRig.assertDenied(Denial.HOOK_REFUSED, rig.publish("other"));
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
                HookRig.assertAllowed("news", publishAs(rig, ways.get(i)));
                assertThat(server.requests()).hasSize(i + 1);
            }
            HookRig.assertAllowed(
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

    @Test
    void whoWasKickedIsAskedAgain() {
        try (var rig = new HookRig(onPublish(), "hooks.cache=1m")) {
            var attempt = HookRig.attempt(Action.PUBLISH, "live", "news", "token=hidden");
            HookRig.assertAllowed("news", rig.publish("news"));
            var stream = new StreamKey("live", "news");
            rig.access.began(attempt, stream, 1, new FakeUse()).onEnded("UNPUBLISHED");
            HookRig.assertAllowed("news", rig.publish("news"));
            assertThat(server.requests()).hasSize(1);
            rig.access.began(attempt, stream, 2, new FakeUse()).onEnded("KICKED");
            server.answer(request -> Response.of(403, ""));
            HookRig.assertDenied(Denial.HOOK_REFUSED, rig.publish("news"));
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
                assertThat(HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("s3cretname"))
                                .explanation())
                        .doesNotContain("s3cret");
            }
            assertThat(rig.log.lines()).noneMatch(line -> line.contains("s3cret") || line.contains("hidden"));
        }
        assertThatThrownBy(() -> ConfigLoader.of("hooks.on-publish=ftp://host/s3cret"))
                .hasMessageContaining("expected a URL")
                .hasMessageNotContaining("s3cret");
    }

    private String onPublish() {
        return "hooks.on-publish=" + server.url("/hook");
    }

    private static Verdict publishAs(HookRig rig, Client client) {
        return rig.access
                .authorise(new Attempt(Action.PUBLISH, new StreamKey("live", "news"), "", client))
                .await();
    }
}
