package dev.headwater.cluster.hazelcast;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import dev.headwater.cluster.NodeUses;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.UsesDirectory;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The uses as the map {@value MAP} of a Hazelcast cluster, whose listeners bring each change to every node. Thread-safe. */
final class HazelcastUsesDirectory implements UsesDirectory {
    static final String MAP = "uses";

    private final IMap<String, NodeUses> map;
    private final long recordLifeMs;
    private final DirectoryCalls calls;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    HazelcastUsesDirectory(IMap<String, NodeUses> map, Succession succession, DirectoryCalls calls) {
        this.map = map;
        this.recordLifeMs = succession.recordLife().toMillis();
        this.calls = calls;
    }

    /** Begins to hear of changes. Blocks. */
    void listen() {
        map.addEntryListener(new Changes(watchers), true);
    }

    @Override
    public Future<Void> announce(NodeUses uses) {
        return calls.write(() -> map.setAsync(uses.nodeId(), uses, recordLifeMs, TimeUnit.MILLISECONDS));
    }

    @Override
    public Future<Void> withdraw(String nodeId) {
        return calls.write(() -> map.removeAsync(nodeId)).mapEmpty();
    }

    @Override
    public void watch(Watcher watcher) {
        watchers.add(watcher);
        // if it fails: every node soon announces its own again
        calls.block(() -> List.copyOf(map.values())).onSuccess(known -> known.forEach(watcher::uses));
    }

    /** Takes out the record of a node that was lost. */
    void reclaim(String nodeId) {
        map.removeAsync(nodeId);
    }

    /** A record that merely ran out is of a node that fell silent: who watches knows that by itself. */
    private record Changes(List<Watcher> watchers)
            implements EntryAddedListener<String, NodeUses>,
                    EntryUpdatedListener<String, NodeUses>,
                    EntryMergedListener<String, NodeUses>,
                    EntryRemovedListener<String, NodeUses> {
        @Override
        public void entryAdded(EntryEvent<String, NodeUses> event) {
            written(event);
        }

        @Override
        public void entryUpdated(EntryEvent<String, NodeUses> event) {
            written(event);
        }

        @Override
        public void entryMerged(EntryEvent<String, NodeUses> event) {
            written(event);
        }

        private void written(EntryEvent<String, NodeUses> event) {
            watchers.forEach(watcher -> watcher.uses(event.getValue()));
        }

        @Override
        public void entryRemoved(EntryEvent<String, NodeUses> event) {
            watchers.forEach(watcher -> watcher.gone(event.getKey()));
        }
    }
}
