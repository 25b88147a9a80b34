package dev.headwater.server.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.ConnectionAuth;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Verdict;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection that wants something of other apps than it connected to. */
class ConnectionAuthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final CallbackServer server = CallbackServer.answering(request -> Response.of(200, "{\"allow\":true}"));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whoWantsSomethingOfAnotherAppIsAuthorisedThereOnceAndSaidToHaveGone() {
        try (var rig = new HookRig(
                "hooks.on-connect=" + server.url("/in"), "hooks.on-close=" + server.url("/out"), "auth.publish=open")) {
            var connection = new ConnectionAuth(HookRig.request("live"));
            for (int i = 0; i < 3; i++) {
                for (String app : List.of("live", "live/a", "live/b")) {
                    var attempt = HookRig.attempt(Action.PLAY, app, "news", "");
                    assertThat(rig.access.authorise(attempt, connection).await())
                            .isInstanceOf(Verdict.Allowed.class);
                }
            }
            assertThat(appsAt("/in")).containsExactly("live/a", "live/b");
            rig.access.disconnected(connection, 7, 8);
            await().atMost(PATIENCE).until(() -> appsAt("/out").size() == 3);
            assertThat(appsAt("/out")).containsExactlyInAnyOrder("live", "live/a", "live/b");
        }
    }

    private List<String> appsAt(String path) {
        return server.requests().stream()
                .filter(request -> request.path().equals(path))
                .map(request -> new JsonObject(request.body()).getString("app"))
                .toList();
    }

    @Test
    void whoWasRefusedAtAnotherAppIsAskedAboutAgainAndHasNotGoneFromThere() {
        server.answer(request -> Response.of(200, "{\"allow\":" + request.path().equals("/out") + "}"));
        try (var rig = new HookRig(
                "hooks.on-connect=" + server.url("/in"), "hooks.on-close=" + server.url("/out"), "auth.publish=open")) {
            var connection = new ConnectionAuth(HookRig.request("live"));
            for (int i = 0; i < 2; i++) {
                var attempt = HookRig.attempt(Action.PLAY, "live/a", "news", "");
                assertThat(rig.access.authorise(attempt, connection).await())
                        .isInstanceOfSatisfying(
                                Verdict.Denied.class,
                                denied -> assertThat(denied.denial()).isEqualTo(Denial.HOOK_REFUSED));
            }
            assertThat(appsAt("/in")).containsExactly("live/a", "live/a");
            rig.access.disconnected(connection, 7, 8);
            await().atMost(PATIENCE).until(() -> !appsAt("/out").isEmpty());
            assertThat(appsAt("/out")).containsExactly("live");
        }
    }
}
