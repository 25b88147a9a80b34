package dev.headwater.server.auth;

import static dev.headwater.server.auth.Attempts.play;
import static dev.headwater.server.auth.Attempts.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.auth.Verdict.Denied;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.metrics.NodeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NodeMetrics metrics = new NodeMetrics(registry, new NodeMetrics.NodeTags("test", "", "test", "0"));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private GuardedAccess access(String... settings) {
        var config = ConfigLoader.of(settings);
        var access = new GuardedAccess(vertx, config.auth(), metrics.access);
        access.use(RuleBook.of(config, new AuthFiles.Texts(Map.of())));
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
        assertThat(access.decide(publish("live", "a")).result())
                .isInstanceOfSatisfying(
                        Denied.class,
                        refused -> assertThat(refused.explanation())
                                .contains("auth.publish=refuse", "auth.publish=keys", "auth.publish=open"));
        assertThat(access.decide(play("live", "a")).result()).isInstanceOf(Verdict.Allowed.class);
        assertThat(denied("publish", "closed")).isEqualTo(1);
    }

    @Test
    void playingCanBeClosed() {
        assertThat(access("auth.play=refuse").decide(play("live", "a")).result())
                .isInstanceOf(Denied.class);
        assertThat(denied("play", "closed")).isEqualTo(1);
    }

    @Test
    void refusalsComeAtOneMomentAfterTheQuestion() {
        var access = access("auth.publish=keys", "auth.refusal-delay=200ms");
        long begun = System.nanoTime();
        var refusal = access.decide(publish("live", "a"));
        assertThat(refusal.isComplete()).isFalse();
        assertThat(refusal.await()).isInstanceOf(Denied.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void noMoreRefusalsWaitThanMay() {
        var access = access("auth.publish=keys", "auth.refusal-delay=1s", "auth.max-waiting-refusals=3");
        List<Future<Verdict>> refusals = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            refusals.add(access.decide(publish("live", "a")));
        }
        assertThat(refusals.stream().filter(Future::isComplete)).hasSize(7);
        Future.all(refusals).await();
        assertThat(denied("publish", "bad_credential")).isEqualTo(10);
        assertThat(access.decide(publish("live", "a")).isComplete()).isFalse();
    }

    @Test
    void newRulesHoldFromTheNextQuestionOn() {
        var access = access("auth.publish=refuse");
        access.use(RuleBook.of(ConfigLoader.of("auth.publish=open"), new AuthFiles.Texts(Map.of())));
        assertThat(access.decide(publish("live", "a")).result()).isInstanceOf(Verdict.Allowed.class);
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
