package dev.headwater.cluster;

import io.vertx.core.Future;

/** What all nodes use of what is limited in the whole cluster. Thread-safe; nothing here blocks the caller. */
public interface UsesDirectory {
    /** Writes this node's record anew: soon after its counts change, and every {@code cluster.announce-interval}. */
    Future<Void> announce(NodeUses uses);

    /** Takes a node's record out at an orderly stop. */
    Future<Void> withdraw(String nodeId);

    /** Tells of every node from now on, and of what stands already; of this node too. Call it once. */
    void watch(Watcher watcher);

    /** Called on threads of the directory's own: return at once. */
    interface Watcher {
        /** It replaces what was told of the node before. */
        void uses(NodeUses uses);

        /** The node has left, or is lost. Of one that fell silent nothing is told. */
        void gone(String nodeId);
    }
}
