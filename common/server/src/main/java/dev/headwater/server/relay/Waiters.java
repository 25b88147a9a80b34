package dev.headwater.server.relay;

import dev.headwater.server.role.PlayDecision;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The players on their way in: those that wait for the stream to start, each with its own patience, and those that were let in
 * and have not joined yet. Confined to the pull's event loop.
 */
final class Waiters {
    /** A player that was let in counts as one for this long, until it has joined from its own loop. */
    private static final Duration JOINING = Duration.ofSeconds(1);

    private final EventExecutor loop;
    private final Duration patience;
    private final Duration more;
    private final BooleanSupplier promising;
    private final Runnable onLeft;
    private final List<Waiter> waiting = new ArrayList<>();
    private int joining;

    /**
     * @param patience how long a player waits for a stream that nobody has
     * @param more how much longer if there is an owner, which may yet answer
     * @param promising whether there is one
     * @param onLeft called when a waiter is gone, unanswered or refused, and when one that was let in has had its time to join
     */
    Waiters(EventExecutor loop, Duration patience, Duration more, BooleanSupplier promising, Runnable onLeft) {
        this.loop = loop;
        this.patience = patience;
        this.more = more;
        this.promising = promising;
        this.onLeft = onLeft;
    }

    /** @param left completes, on any thread, when the player is gone */
    void add(Promise<PlayDecision> promise, Future<Void> left) {
        var waiter = new Waiter(promise);
        waiting.add(waiter);
        left.onComplete(gone -> loop.execute(() -> drop(waiter)));
    }

    boolean isEmpty() {
        return waiting.isEmpty() && joining == 0;
    }

    /** A player is told that it may join. */
    void letIn() {
        joining++;
        var _ = loop.schedule(this::joined, JOINING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void joined() {
        joining--;
        onLeft.run();
    }

    /** Everybody gets the same answer. */
    void answer(PlayDecision answer) {
        var answered = List.copyOf(waiting);
        waiting.clear();
        for (Waiter waiter : answered) {
            waiter.deadline.cancel(false);
            waiter.promise.complete(answer);
        }
    }

    private void drop(Waiter waiter) {
        if (waiting.remove(waiter)) {
            waiter.deadline.cancel(false);
            waiter.promise.complete(PlayDecision.NOT_FOUND);
            onLeft.run();
        }
    }

    private final class Waiter {
        private final Promise<PlayDecision> promise;
        private ScheduledFuture<?> deadline;

        Waiter(Promise<PlayDecision> promise) {
            this.promise = promise;
            this.deadline = loop.schedule(this::impatient, patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void impatient() {
            if (promising.getAsBoolean()) {
                deadline = loop.schedule(() -> drop(this), more.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                drop(this);
            }
        }
    }
}
