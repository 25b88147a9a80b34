package dev.headwater.server.compat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An answer that is asked for again only when it is {@link #KEPT} old: programs that look at several pages at a time, and several of them,
 * cost the cluster one question. A failure is not kept. Thread-safe.
 */
final class Recent<T> {
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final Supplier<Future<T>> source;
    private final LongSupplier nanoTime;
    private final AtomicReference<Asked<T>> last = new AtomicReference<>();

    private record Asked<T>(Future<T> answer, long atNanos) {}

    /** @param nanoTime a monotonic clock in nanoseconds */
    Recent(Supplier<Future<T>> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    Future<T> get() {
        long now = nanoTime.getAsLong();
        var before = last.get();
        if (before != null && !before.answer().failed() && now - before.atNanos() < KEPT.toNanos()) {
            return before.answer();
        }
        var asked = new Asked<>(source.get(), now);
        last.set(asked);
        return asked.answer();
    }
}
