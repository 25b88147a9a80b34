package dev.headwater.server.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads on which the signatures of tokens are verified, which takes some tenths of a millisecond each: a crowd brings thousands, and
 * what else blocks must not wait behind them. Thread-safe.
 */
public final class SignatureWorkers {
    private final WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();

    /** There are as many as cores. */
    public SignatureWorkers(Vertx vertx) {
        workers = vertx.createSharedWorkerExecutor(
                "token-signatures", Runtime.getRuntime().availableProcessors());
    }

    /** Completes on any thread; fails with {@link BusyException} if there are {@code most} that wait or run. */
    <T> Future<T> run(Callable<T> verification, int most) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return Future.failedFuture(new BusyException(most));
        }
        return workers.executeBlocking(verification, false)
                .onComplete(done -> waiting.decrementAndGet())
                .map(result -> Objects.requireNonNull(result));
    }

    /** Those that wait are still verified. */
    public Future<?> close() {
        return workers.close();
    }
}
