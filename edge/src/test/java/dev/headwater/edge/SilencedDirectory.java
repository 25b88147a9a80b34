package dev.headwater.edge;

import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/** A directory that answers as another one until it falls silent, as while the member is frozen that holds it. Thread-safe. */
final class SilencedDirectory implements NodeDirectory {
    private final NodeDirectory directory;
    private volatile boolean silent;

    SilencedDirectory(NodeDirectory directory) {
        this.directory = directory;
    }

    void fallSilent() {
        silent = true;
    }

    @Override
    public Future<Void> announce(NodeRecord record) {
        return directory.announce(record);
    }

    @Override
    public Future<Void> withdraw(String nodeId) {
        return directory.withdraw(nodeId);
    }

    @Override
    public Future<List<NodeRecord>> nodes() {
        return silent ? Promise.<List<NodeRecord>>promise().future() : directory.nodes();
    }
}
