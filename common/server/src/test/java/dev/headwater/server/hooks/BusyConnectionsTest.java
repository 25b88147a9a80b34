package dev.headwater.server.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Verdict;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More calls at a time than there are connections to the server. */
class BusyConnectionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Test
    void serverThatAnswersAllThatReachesItIsNotLeftAloneForOurOwnQueue() {
        try (var server = CallbackServer.answering(request -> {
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                    return Response.of(200, "{\"allow\":true}");
                });
                var rig = new HookRig(
                        "hooks.on-publish=" + server.url("/hook"),
                        "hooks.timeout=3s",
                        "hooks.connections=1",
                        "hooks.breaker-pause=1m")) {
            var pending = IntStream.range(0, 300) // 15 s of work
                    .mapToObj(i -> rig.access.authorise(HookRig.attempt(Action.PUBLISH, "live", "n" + i, "")))
                    .toList();
            await().atMost(PATIENCE).until(() -> pending.stream().allMatch(Future::isComplete));
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.OVERFLOW)).isPositive();
            assertThat(pending)
                    .anyMatch(late -> late.result() instanceof Verdict.Denied(Denial _, String why, boolean _)
                            && why.contains("hooks.connections=1 were all busy for most of hooks.timeout=3000ms"));
            await().atMost(PATIENCE).until(() -> rig.publish("news") instanceof Verdict.Allowed);
            assertThat(rig.calls(HookEvent.PUBLISH, HookOutcome.SKIPPED)).isZero();
        }
    }
}
