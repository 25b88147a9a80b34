package dev.headwater.server.route;

import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the cluster as they were a moment ago: however often it is asked, it asks the directory once a second at most.
 * While the directory does not answer, the last view stands. Thread-safe.
 */
public final class NodesView {
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

    /** Fails only if the directory never answered. Completes on any thread: hop. */
    Future<List<NodeRecord>> nodes() {
        long now = nanoTime.getAsLong();
        var look = latest.get();
        if (look != null && now - look.askedNanos() < FRESH_NANOS) {
            return look.nodes();
        }
        Promise<List<NodeRecord>> promise = Promise.promise();
        var next = new Look(promise.future(), now);
        if (!latest.compareAndSet(look, next)) {
            return nodes();
        }
        directory.nodes().onComplete((nodes, cause) -> {
            if (cause == null) {
                last = nodes;
                promise.complete(nodes);
            } else {
                var known = last;
                promise.handle(known == null ? Future.failedFuture(cause) : Future.succeededFuture(known));
            }
        });
        return next.nodes();
    }
}
