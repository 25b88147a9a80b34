package dev.headwater.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the cluster. While the directory does not answer at once, the last view stands: a node that is frozen may be the
 * one that holds the directory, and that is when somebody asks. Thread-safe.
 */
public final class NodesView {
    /** How long the directory is waited for. */
    public static final Duration PATIENCE = Duration.ofMillis(400);

    /** The same until it has answered once: there is nothing else to go by. */
    public static final Duration FIRST_PATIENCE = Duration.ofSeconds(6);

    /** How often to look, to have a last view that is worth something when the directory falls silent. */
    public static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final NodeDirectory directory;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Look> latest = new AtomicReference<>();
    private volatile @Nullable List<NodeRecord> last;

    private record Look(Future<List<NodeRecord>> nodes, long askedNanos) {}

    /** @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime} */
    public NodesView(NodeDirectory directory, LongSupplier nanoTime) {
        this.directory = directory;
        this.nanoTime = nanoTime;
    }

    /**
     * As they were a moment ago, for crowds: however often this is asked, it asks the directory once a second at most. Fails only
     * if the directory never answered. Completes on any thread: hop.
     */
    public Future<List<NodeRecord>> recent() {
        long now = nanoTime.getAsLong();
        var look = latest.get();
        if (look != null && now - look.askedNanos() < FRESH_NANOS) {
            return look.nodes();
        }
        Promise<List<NodeRecord>> promise = Promise.promise();
        var next = new Look(promise.future(), now);
        if (!latest.compareAndSet(look, next)) {
            return recent();
        }
        now().onComplete(promise);
        return next.nodes();
    }

    /** As they are now, for operators. Fails only if the directory never answered. Completes on any thread: hop. */
    public Future<List<NodeRecord>> now() {
        var patience = last == null ? FIRST_PATIENCE : PATIENCE;
        return directory
                .nodes()
                .onSuccess(nodes -> last = nodes)
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> {
                    var known = last;
                    return known == null ? Future.failedFuture(cause) : Future.succeededFuture(known);
                });
    }

    /** Looks; nobody waits for it. Call it every {@link #LOOK_INTERVAL}. */
    public Future<Void> look() {
        var _ = now();
        return Future.succeededFuture();
    }
}
