package dev.headwater.server.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.ConnectVerdict;
import dev.headwater.server.auth.ConnectionAuth;
import dev.headwater.server.auth.Denial;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callbacks decide of those that connect, before they say what they want; over real sockets. */
class ConnectHooksTest {
    private final CallbackServer server = CallbackServer.answering(request -> HookRig.YES);

    @AfterEach
    void close() {
        server.close();
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
                rig.access.authoriseConnect(HookRig.request("live")).await();
            }
            assertThat(rig.denied("publish", "hook_failed")).isEqualTo(4);
            server.answer(request -> Response.of(403, ""));
            for (int i = 0; i < 3; i++) {
                assertThat(rig.access.authoriseConnect(HookRig.request("live")).await())
                        .isInstanceOf(ConnectVerdict.Rejected.class);
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
            HookRig.assertDenied(Denial.HOOK_REFUSED, rig.publish("news"));
            HookRig.assertDenied(Denial.THROTTLED, rig.publish("news"));
            assertThat(rig.access.authoriseConnect(HookRig.request("live")).await())
                    .isEqualTo(ConnectVerdict.accept());
        }
    }

    @Test
    void connectIsAskedBeforeTheClientSaysWhatItWants() {
        server.answer(request -> Response.of(request.body().contains("\"app\":\"live\"") ? 200 : 403, "{\"code\":0}"));
        try (var rig = new HookRig(onPublish(), "hooks.format=srs", "hooks.on-connect=" + server.url("/connect"))) {
            assertThat(rig.access.authoriseConnect(HookRig.request("live")).await())
                    .isEqualTo(ConnectVerdict.accept());
            assertThat(rig.access.authoriseConnect(HookRig.request("other")).await())
                    .isEqualTo(
                            new ConnectVerdict.Rejected("not allowed", "callback " + server.url("") + ": status=403"));
            assertThat(rig.calls(HookEvent.CONNECT, HookOutcome.REFUSED)).isEqualTo(1);
        }
        server.answer(request -> Response.NEVER);
        try (var rig = new HookRig(onPublish(), "hooks.timeout=1s", "hooks.on-connect=" + server.url("/connect"))) {
            assertThat(rig.access.authoriseConnect(HookRig.request("live")).await())
                    .isInstanceOf(ConnectVerdict.Rejected.class);
        }
    }

    @Test
    void inTheWordsOfSrsNobodyConnectsByHttp() {
        server.answer(request -> Response.of(200, request.path().equals("/connect") ? "1" : "0"));
        try (var rig = new HookRig(onPublish(), "hooks.format=srs", "hooks.on-connect=" + server.url("/connect"))) {
            HookRig.assertAllowed("news", rig.publish("news"));
            assertThat(rig.access.authoriseConnect(HookRig.request("live")).await())
                    .isInstanceOf(ConnectVerdict.Rejected.class);
        }
    }

    @Test
    void whoComesByHttpIsAuthorisedToConnectBeforeAnythingElse() {
        server.answer(request -> Response.of(403, ""));
        try (var rig = new HookRig("auth.publish=open", "hooks.on-connect=" + server.url("/connect"))) {
            HookRig.assertDenied(Denial.HOOK_REFUSED, rig.publish("news"));
            HookRig.assertDenied(Denial.HOOK_REFUSED, rig.play("news"));
            assertThat(server.requests()).allMatch(request -> request.body().contains("token=hidden"));
            server.answer(request -> HookRig.YES);
            HookRig.assertAllowed("news", rig.publish("news"));
            HookRig.assertAllowed("news", rig.play("news"));
            assertThat(server.requests()).hasSize(4);

            var accepted = HookRig.attempt(Action.PLAY, "live", "news", "");
            HookRig.assertAllowed(
                    "news",
                    rig.access
                            .authorise(accepted, new ConnectionAuth(HookRig.request("live")))
                            .await());
            assertThat(server.requests())
                    .as("whose connect was accepted is not asked about again")
                    .hasSize(4);
        }
        server.answer(request -> Response.NEVER);
        try (var rig =
                new HookRig("auth.publish=open", "hooks.timeout=1s", "hooks.on-connect=" + server.url("/connect"))) {
            HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"));
        }
    }

    private String onPublish() {
        return "hooks.on-publish=" + server.url("/hook");
    }
}
