package dev.headwater.server.control;

import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the directory, or as they were last if it does not answer at once: a node that is frozen may be the one that
 * holds the directory, and that is when an operator asks. Thread-safe.
 */
final class KnownNodes {
    private final NodeDirectory directory;
    private final Duration patience;
    private final Duration firstPatience;
    private volatile @Nullable List<NodeRecord> last;

    /**
     * @param patience how long the directory is waited for
     * @param firstPatience the same until it has answered once, while there is nothing else to go by
     */
    KnownNodes(NodeDirectory directory, Duration patience, Duration firstPatience) {
        this.directory = directory;
        this.patience = patience;
        this.firstPatience = firstPatience;
    }

    /** Fails only if the directory never answered. Completes on any thread. */
    Future<List<NodeRecord>> nodes() {
        var limit = last == null ? firstPatience : patience;
        return directory
                .nodes()
                .onSuccess(nodes -> last = nodes)
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> {
                    var known = last;
                    return known == null ? Future.failedFuture(cause) : Future.succeededFuture(known);
                });
    }
}
