package dev.headwater.server.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Denial;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether callbacks are followed to other servers, and who may name which; over real sockets. */
class HookRedirectsTest {
    private final CallbackServer server = CallbackServer.answering(request -> HookRig.YES);

    @AfterEach
    void close() {
        server.close();
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
                HookRig.assertAllowed("news", rig.access.authorise(attempt).await());
                var listener = rig.access.began(attempt, new StreamKey("live", "news"), 1, new FakeUse());
                assertThat(rig.pushed).containsExactly("live/news to rtmp://192.0.2.9:1936/far/away?k=1");
                listener.onEnded("UNPUBLISHED");
                assertThat(rig.pushed).hasSize(2).endsWith("end");
                rig.pushed.clear();
            }
            server.answer(request -> Response.redirect("rtmp://169.254.169.254/far/away"));
            assertThat(HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"))
                            .explanation())
                    .contains("is an address that callbacks may not have");
            assertThat(rig.pushed).isEmpty();
        }
    }

    @Test
    void redirectOfNginxToAnotherServerPullsFromThereWhatIsPlayed() {
        server.answer(request -> Response.redirect("rtmp://192.0.2.9:1936/far/away?k=1"));
        try (var rig = new HookRig(
                onPublish(), "hooks.format=nginx-rtmp", "auth.play=hook", "hooks.on-play=" + server.url("/play"))) {
            HookRig.assertAllowed("news", rig.play("news"));
            assertThat(rig.pulled).containsExactly("live/news from rtmp://192.0.2.9:1936/far/away?k=1");
            rig.mayPull = false;
            assertThat(HookRig.assertDenied(Denial.HOOK_FAILED, rig.play("news"))
                            .explanation())
                    .contains("relays.max-callback-pulls")
                    .doesNotContain("k=1");
            server.answer(request -> Response.redirect("rtmp://169.254.169.254/far/away"));
            HookRig.assertDenied(Denial.HOOK_FAILED, rig.play("news"));
            assertThat(rig.pulled).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "localhost"})
    void redirectOfNginxToThisMachineIsObeyedOnlyIfTheOperatorSaysSo(String host) {
        server.answer(request -> Response.redirect("rtmp://" + host + ":19350/far/away"));
        String[] settings = {onPublish(), "hooks.format=nginx-rtmp"};
        try (var rig = new HookRig(settings)) {
            assertThat(HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"))
                            .explanation())
                    .endsWith("relays.callback-loopback=refuse");
            rig.reload(onPublish(), "hooks.format=nginx-rtmp", "relays.callback-loopback=allow");
            HookRig.assertAllowed("news", rig.publish("news"));
        }
    }

    @Test
    void redirectIsNotFollowed() {
        try (var metadata = CallbackServer.answering(request -> HookRig.YES);
                var rig = new HookRig(onPublish())) {
            server.answer(request -> Response.redirect(metadata.url("/latest")));
            assertThat(HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"))
                            .explanation())
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
            assertThat(HookRig.assertDenied(Denial.HOOK_FAILED, rig.publish("news"))
                            .explanation())
                    .contains("is an address that callbacks may not have");
        }
    }

    private String onPublish() {
        return "hooks.on-publish=" + server.url("/hook");
    }
}
