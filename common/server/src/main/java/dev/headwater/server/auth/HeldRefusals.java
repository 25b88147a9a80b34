package dev.headwater.server.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds refusals back to one moment after the question, so that how long a decision took tells nothing; a bounded number at a
 * time. Thread-safe.
 */
final class HeldRefusals {
    private final Vertx vertx;
    private final Duration delay;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();

    HeldRefusals(Vertx vertx, Duration delay, int most) {
        this.vertx = vertx;
        this.delay = delay;
        this.most = most;
    }

    /** Completes {@code delay} after {@code askedNanos}; at once if that is over, or if too many wait. */
    <T> Future<T> hold(T refusal, long askedNanos) {
        long leftNanos = delay.toNanos() - (System.nanoTime() - askedNanos);
        if (leftNanos <= 0) {
            return Future.succeededFuture(refusal);
        }
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return Future.succeededFuture(refusal);
        }
        return vertx.timer(leftNanos, TimeUnit.NANOSECONDS)
                .onComplete(over -> waiting.decrementAndGet())
                .transform(over -> Future.succeededFuture(refusal));
    }
}
