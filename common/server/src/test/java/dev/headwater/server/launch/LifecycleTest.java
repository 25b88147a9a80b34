package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.testkit.LogCapture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(4);

    private final Journal journal = new Journal();
    private final Lifecycle lifecycle = new Lifecycle();

    @Test
    void partsStartInOrderAndStopInReverse() {
        lifecycle.start(List.of(journal.part("a"), journal.part("b")), SOON).await();
        lifecycle.drain(SOON).await();
        lifecycle.stop(SOON).await();
        assertThat(journal.entries().subList(0, 2)).containsExactly("start a", "start b");
        assertThat(journal.entries().subList(2, 4)).containsExactlyInAnyOrder("drain a", "drain b");
        assertThat(journal.entries().subList(4, 6)).containsExactly("stop b", "stop a");
    }

    @Test
    void partWaitsForTheOneBeforeIt() {
        var open = Promise.<Void>promise();
        var starting = lifecycle.start(
                List.of(
                        journal.part("slow", open.future(), Future.succeededFuture(), Future.succeededFuture()),
                        journal.part("next")),
                LONG);
        assertThat(journal.entries()).containsExactly("start slow");
        open.complete();
        starting.await();
        assertThat(journal.entries()).containsExactly("start slow", "start next");
    }

    @Test
    void failedStartStopsWhatWasStarted() {
        var failing = journal.part(
                "bad",
                Future.failedFuture(new IllegalStateException("outer", new IOException("disk is full\nat X"))),
                Future.succeededFuture(),
                Future.succeededFuture());
        assertThatThrownBy(() -> lifecycle
                        .start(List.of(journal.part("a"), failing, journal.part("never")), SOON)
                        .await())
                .isInstanceOf(StartException.class)
                .hasMessage("bad: disk is full");
        assertThat(journal.entries()).containsExactly("start a", "start bad", "stop a");
    }

    @Test
    void partThatThrowsIsAPartThatFailed() {
        var throwing = new Part() {
            @Override
            public String name() {
                return "thrower";
            }

            @Override
            public Future<?> start() {
                throw new IllegalStateException("thrown");
            }

            @Override
            public Future<?> stop() {
                return Future.succeededFuture();
            }
        };
        assertThatThrownBy(() -> lifecycle.start(List.of(throwing), SOON).await())
                .isInstanceOf(StartException.class)
                .hasMessage("thrower: thrown");
    }

    @Test
    void partThatDoesNotStopDoesNotSpareTheOthers() {
        var stubborn =
                journal.part("stubborn", Future.succeededFuture(), Future.succeededFuture(), Future.failedFuture("no"));
        lifecycle.start(List.of(journal.part("a"), stubborn), SOON).await();
        lifecycle.stop(SOON).await();
        assertThat(journal.entries()).endsWith("stop stubborn", "stop a");
    }

    @Test
    void partThatTakesTooLongDoesNotEatTheTimeOfTheOthers() {
        var stuck = journal.part(
                "stuck",
                Future.succeededFuture(),
                Future.succeededFuture(),
                Promise.promise().future());
        var slow = journal.part(
                "slow",
                Future.succeededFuture(),
                Future.succeededFuture(),
                Promise.promise().future());
        lifecycle.start(List.of(journal.part("a"), stuck, slow), LONG).await();
        try (var log = LogCapture.of("dev.headwater")) {
            long begun = System.nanoTime();
            lifecycle.stop(LONG).await();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
            assertThat(log.warnings())
                    .hasSize(2)
                    .allMatch(line -> line.matches("(slow|stuck) did not stop within .* ms"));
        }
        assertThat(journal.entries()).endsWith("stop slow", "stop stuck", "stop a");
    }

    @Test
    void drainEndsAtItsLimit() {
        var busy =
                journal.part("busy", Future.succeededFuture(), Promise.promise().future(), Future.succeededFuture());
        lifecycle.start(List.of(busy), SOON).await();
        assertThat(lifecycle.drain(SOON).await()).isFalse();
        assertThat(journal.entries()).endsWith("drain busy");
    }

    @Test
    void partThatCannotDrainDoesNotEndTheDrainOfTheOthers() {
        var drained = Promise.<Void>promise();
        lifecycle
                .start(
                        List.of(
                                journal.part(
                                        "broken",
                                        Future.succeededFuture(),
                                        Future.failedFuture("no"),
                                        Future.succeededFuture()),
                                journal.part(
                                        "busy", Future.succeededFuture(), drained.future(), Future.succeededFuture())),
                        SOON)
                .await();
        var draining = lifecycle.drain(LONG);
        assertThat(draining.isComplete()).isFalse();
        drained.complete();
        assertThat(draining.await()).isTrue();
    }

    @Test
    void drainIsOverWhenNoPartIsInUseAtOneLook() {
        var one = new ArrayDeque<>(List.of(false, true, false));
        var other = new ArrayDeque<>(List.of(true, false, false));
        lifecycle.start(List.of(used(one), used(other)), SOON).await();
        assertThat(lifecycle.drain(LONG).await()).isTrue();
        assertThat(one).as("looks that were not made").isEmpty();
        assertThat(other).as("looks that were not made").isEmpty();
    }

    /** A part that is in use or not, look by look. */
    private static Part used(Queue<Boolean> looks) {
        return new Part() {
            @Override
            public String name() {
                return "port";
            }

            @Override
            public Future<?> start() {
                return Future.succeededFuture();
            }

            @Override
            public Future<Boolean> isInUse() {
                return Future.succeededFuture(looks.remove());
            }

            @Override
            public Future<?> stop() {
                return Future.succeededFuture();
            }
        };
    }

    @Test
    void drainOfZeroDoesNotWait() {
        var busy =
                journal.part("busy", Future.succeededFuture(), Promise.promise().future(), Future.succeededFuture());
        lifecycle.start(List.of(busy), SOON).await();
        lifecycle.drain(Duration.ZERO).await();
        assertThat(journal.entries()).endsWith("drain busy");
    }
}
