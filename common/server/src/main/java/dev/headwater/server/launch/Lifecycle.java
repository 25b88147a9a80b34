package dev.headwater.server.launch;

import io.netty.util.concurrent.GlobalEventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts parts one after the other and stops them in reverse. Thread-safe; {@link #start}, {@link #drain} and {@link #stop}
 * are called once each, in this order.
 */
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private static final long LOOK_MS = 50;

    /** The newest first. */
    private final Deque<Part> started = new ConcurrentLinkedDeque<>();

    /**
     * Fails with what the first part that did not start says; then the others are stopped already.
     *
     * @param stopLimit as {@link #stop} has it
     */
    Future<Void> start(List<Part> parts, Duration stopLimit) {
        Future<Void> chain = Future.succeededFuture();
        for (var part : parts) {
            chain = chain.compose(done -> start(part));
        }
        return chain.recover(cause -> stop(stopLimit).compose(stopped -> Future.failedFuture(cause)));
    }

    private Future<Void> start(Part part) {
        return attempt(part, Part::start)
                .onSuccess(done -> started.push(part))
                .recover(cause -> Future.failedFuture(StartException.of(part.name(), cause)));
    }

    Map<String, Integer> ports() {
        var ports = new TreeMap<String, Integer>();
        started.forEach(part -> ports.putAll(part.ports()));
        return ports;
    }

    /**
     * Completes when all parts are drained and none is in use at one look, or {@code limit} is over. Never fails.
     *
     * @return whether it was not the limit
     */
    Future<Boolean> drain(Duration limit) {
        var drains = started.stream()
                .map(part -> attempt(part, draining -> draining.drain(limit)).recover(cause -> {
                    LOG.warn("{} did not drain: {}", part.name(), cause.toString());
                    return Future.succeededFuture();
                }))
                .toList();
        Promise<Void> unused = Promise.promise();
        Future.join(drains).onComplete(drained -> completeWhenUnused(unused));
        return unused.future()
                .timeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS)
                .map(true)
                .otherwise(false)
                .onComplete(over -> unused.tryComplete());
    }

    /** All are looked at each time: who comes late may use a part that was empty before. */
    private void completeWhenUnused(Promise<Void> unused) {
        var looks = started.stream().map(Part::isInUse).toList();
        Future.join(looks).onComplete(looked -> {
            if (looks.stream().noneMatch(look -> look.succeeded() && look.result())) {
                unused.tryComplete();
            } else if (!unused.future().isComplete()) {
                var _ = GlobalEventExecutor.INSTANCE.schedule(
                        () -> completeWhenUnused(unused), LOOK_MS, TimeUnit.MILLISECONDS);
            }
        });
    }

    /**
     * Stops what was started, the newest first. A part that fails, or takes more than half of what is left of {@code limit},
     * does not spare the others. Never fails.
     */
    Future<Void> stop(Duration limit) {
        long endNanos = System.nanoTime() + limit.toNanos();
        Future<Void> chain = Future.succeededFuture();
        for (var part : started) {
            chain = chain.compose(done -> stop(part, (endNanos - System.nanoTime()) / 2));
        }
        return chain;
    }

    private Future<Void> stop(Part part, long limitNanos) {
        long limitMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(limitNanos));
        return attempt(part, Part::stop).timeout(limitMs, TimeUnit.MILLISECONDS).recover(cause -> {
            if (cause instanceof TimeoutException) {
                LOG.warn("{} did not stop within {} ms", part.name(), limitMs);
            } else {
                LOG.warn("{} did not stop cleanly: {}", part.name(), cause.toString());
            }
            return Future.succeededFuture();
        });
    }

    private static Future<Void> attempt(Part part, Function<Part, Future<?>> step) {
        try {
            return step.apply(part).mapEmpty();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
