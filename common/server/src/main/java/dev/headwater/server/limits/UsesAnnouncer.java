package dev.headwater.server.limits;

import dev.headwater.cluster.NodeUses;
import dev.headwater.cluster.UsesDirectory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Tells the other nodes what is used here: at once when it changes, then not before {@code limits.window} is over, unless it is
 * urgent; one announcement at a time. Its state is confined to a context of its own.
 */
public final class UsesAnnouncer implements ClusterLimiter.Listener {
    /** After which a directory that does not answer is not waited for. */
    private static final long PATIENCE_MS = 1_000;

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Context context;
    private final UsesDirectory directory;
    private final String nodeId;
    private final ClusterLimiter limiter;
    private final Supplier<Duration> window;
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile boolean urgent;

    // ---- on the context ----
    private boolean changed;
    private boolean underWay;
    private long timer = NO_TIMER;
    private long lastNanos;

    public UsesAnnouncer(
            Vertx vertx, UsesDirectory directory, String nodeId, ClusterLimiter limiter, Supplier<Duration> window) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.directory = directory;
        this.nodeId = nodeId;
        this.limiter = limiter;
        this.window = window;
        this.lastNanos = System.nanoTime() - window.get().toNanos();
        limiter.listen(this);
    }

    @Override
    public void changed(boolean urgently) {
        if (urgently) {
            urgent = true;
        }
        if (queued.compareAndSet(false, true)) {
            context.runOnContext(nothing -> {
                queued.set(false);
                changed = true;
                announceWhenDue();
            });
        }
    }

    /** Says it again, changed or not: call it every {@code cluster.announce-interval}. Any thread. */
    public Future<?> refresh() {
        changed(false);
        return Future.succeededFuture();
    }

    /** This node uses nothing any more. Any thread. */
    public Future<?> withdraw() {
        return directory.withdraw(nodeId);
    }

    private void announceWhenDue() {
        if (!changed || underWay) {
            return;
        }
        long wait = lastNanos + window.get().toNanos() - System.nanoTime();
        if (urgent || wait <= 0) {
            announce();
        } else if (timer == NO_TIMER) {
            timer = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(wait) + 1, over -> {
                timer = NO_TIMER;
                announceWhenDue();
            });
        }
    }

    private void announce() {
        vertx.cancelTimer(timer);
        timer = NO_TIMER;
        var published = limiter.published(); // first: a name that is gone by now is in no count
        var counts = limiter.counts();
        underWay = true;
        changed = false;
        urgent = false;
        lastNanos = System.nanoTime();
        Future.succeededFuture(counts)
                .compose(mine -> directory.announce(NodeUses.of(nodeId, published, mine)))
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .onComplete(done -> context.runOnContext(nothing -> {
                    underWay = false;
                    limiter.told(counts);
                    announceWhenDue();
                }));
    }
}
