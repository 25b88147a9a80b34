package dev.headwater.server.hls;

import dev.headwater.media.segment.Presentation;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Requests that wait for something to come of one packager. Confined to its executor, but for what says otherwise. */
final class PlaylistWaits {
    /** How exactly waits end. */
    private static final long SWEEP_MS = 250;

    private final EventExecutor executor;
    private final int max;
    private final AtomicInteger count = new AtomicInteger();
    private List<Waiter> waiters = new ArrayList<>();
    private Presentation newest;
    private boolean sweeping;
    private boolean refused;

    private record Waiter(Predicate<Presentation> ready, Promise<Presentation> promise, long untilNanos) {}

    /**
     * @param max at once ({@code hls.max-waiting})
     * @param now what there is
     */
    PlaylistWaits(EventExecutor executor, int max, Presentation now) {
        this.executor = executor;
        this.max = max;
        this.newest = now;
    }

    /** Whether nobody waits. Any thread. */
    boolean isEmpty() {
        return count.get() == 0;
    }

    /**
     * One more. Any thread; completes on any thread.
     *
     * @return the first presentation that is ready, or that has ended; fails with 503 after {@code limitMs}, and at once if too many wait or
     *     nothing more is made
     */
    Future<Presentation> add(Predicate<Presentation> ready, long limitMs) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            return Future.failedFuture(new HlsRefusal(503, "too many wait for this stream"));
        }
        Promise<Presentation> promise = Promise.promise();
        long untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        executor.execute(() -> add(new Waiter(ready, promise, untilNanos)));
        return promise.future().onComplete(done -> count.decrementAndGet());
    }

    private void add(Waiter waiter) {
        if (isServed(waiter)) {
            return;
        }
        if (refused) {
            refuse(waiter);
            return;
        }
        waiters.add(waiter);
        if (!sweeping) {
            sweepLater();
        }
    }

    /** There is something new. */
    void see(Presentation now) {
        newest = now;
        var left = new ArrayList<Waiter>();
        for (Waiter waiter : waiters) {
            if (!isServed(waiter)) {
                left.add(waiter);
            }
        }
        waiters = left;
    }

    private boolean isServed(Waiter waiter) {
        if (newest.ended() || waiter.ready().test(newest)) {
            waiter.promise().complete(newest);
            return true;
        }
        return false;
    }

    /** Nothing more is made: whoever waits, and whoever comes yet, hears of that. */
    void refuse() {
        refused = true;
        var left = waiters;
        waiters = new ArrayList<>();
        left.forEach(PlaylistWaits::refuse);
    }

    private static void refuse(Waiter waiter) {
        waiter.promise().fail(new HlsRefusal(503, "the stream is packaged no more"));
    }

    private void sweepLater() {
        sweeping = true;
        var _ = executor.schedule(this::sweep, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    /** Tells those who have waited long enough. */
    private void sweep() {
        long now = System.nanoTime();
        var left = new ArrayList<Waiter>();
        for (Waiter waiter : waiters) {
            if (waiter.untilNanos() - now > 0) {
                left.add(waiter);
            } else {
                waiter.promise().fail(new HlsRefusal(503, "nothing new came in time"));
            }
        }
        waiters = left;
        sweeping = false;
        if (!left.isEmpty()) {
            sweepLater();
        }
    }
}
