package dev.headwater.cluster.hazelcast;

import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A look at a whole map, which blocks: for seconds while a member is frozen. Each has a thread of its own, so that none waits for
 * another, and at most one is under way and one waits: who asks meanwhile shares the answer of the one that waits, which is
 * therefore never older than the question. Thread-safe.
 */
final class Scan<T> {
    private final Callable<T> look;
    private final Executor thread;
    private final AtomicReference<@Nullable CompletableFuture<T>> waiting = new AtomicReference<>();

    /** @param thread one, with room for a task that waits */
    Scan(Callable<T> look, Executor thread) {
        this.look = look;
        this.thread = thread;
    }

    /** Completes on the Vert.x context that asks, if there is one. */
    Future<T> ask() {
        var mine = new CompletableFuture<T>();
        var other = waiting.compareAndExchange(null, mine);
        if (other == null) {
            start(mine);
        }
        return DirectoryCalls.onCallersContext(other == null ? mine : other);
    }

    private void start(CompletableFuture<T> answer) {
        try {
            thread.execute(() -> {
                waiting.set(null);
                run(answer);
            });
        } catch (RejectedExecutionException e) {
            waiting.set(null);
            answer.completeExceptionally(e);
        }
    }

    private void run(CompletableFuture<T> answer) {
        try {
            answer.complete(look.call());
        } catch (Exception e) {
            answer.completeExceptionally(e);
        }
    }
}
