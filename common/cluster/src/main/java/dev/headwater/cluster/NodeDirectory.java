package dev.headwater.cluster;

import io.vertx.core.Future;
import java.util.List;

/** Which nodes there are. Thread-safe; nothing here blocks the caller. */
public interface NodeDirectory {
    /** Re-writes this node's record; call every {@code cluster.announce-interval}. */
    Future<Void> announce(NodeRecord record);

    /** Takes a node's record out at an orderly stop. */
    Future<Void> withdraw(String nodeId);

    /** Every node that announced itself within the record's life. */
    Future<List<NodeRecord>> nodes();
}
