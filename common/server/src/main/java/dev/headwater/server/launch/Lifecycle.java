package dev.headwater.server.launch;

import io.vertx.core.Future;
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
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    /** The newest first. */
    private final Deque<Part> started = new ConcurrentLinkedDeque<>();

    private volatile String stopping = "";

    /** Fails with what the first part that did not start says; then the others are stopped already. */
    Future<Void> start(List<Part> parts) {
        Future<Void> chain = Future.succeededFuture();
        for (var part : parts) {
            chain = chain.compose(done -> start(part));
        }
        return chain.recover(cause -> stop().compose(stopped -> Future.failedFuture(cause)));
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

    /** Never fails. */
    Future<Void> drain(Duration limit) {
        var drains = started.stream().map(part -> attempt(part, Part::drain)).toList();
        return Future.join(drains)
                .<Void>mapEmpty()
                .timeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS)
                .recover(cause -> {
                    if (cause instanceof TimeoutException) {
                        log.info("shutdown.drain-timeout={}ms is over: closing what is left", limit.toMillis());
                    } else {
                        log.warn("drain failed: {}", cause.getMessage());
                    }
                    return Future.succeededFuture();
                });
    }

    /** Stops what was started, the newest first; a part that fails does not spare the others. Never fails. */
    Future<Void> stop() {
        Future<Void> chain = Future.succeededFuture();
        for (var part : started) {
            chain = chain.compose(done -> stop(part));
        }
        return chain;
    }

    /** The part that is stopping, or was the last to. */
    String stopping() {
        return stopping;
    }

    private Future<Void> stop(Part part) {
        stopping = part.name();
        return attempt(part, Part::stop).recover(cause -> {
            log.warn("{} did not stop cleanly: {}", part.name(), cause.toString());
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
