package dev.headwater.cluster.hazelcast;

import com.hazelcast.map.IMap;
import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.Succession;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The nodes as the map {@value MAP} of a Hazelcast cluster. Thread-safe. */
final class HazelcastNodeDirectory implements NodeDirectory {
    static final String MAP = "nodes";

    private final IMap<String, NodeRecord> map;
    private final long recordLifeMs;
    private final DirectoryCalls calls;
    private final Scan<List<NodeRecord>> all;

    HazelcastNodeDirectory(IMap<String, NodeRecord> map, Succession succession, DirectoryCalls calls) {
        this.map = map;
        this.recordLifeMs = succession.recordLife().toMillis();
        this.calls = calls;
        this.all = calls.scan(MAP, () -> List.copyOf(map.values()));
    }

    @Override
    public Future<Void> announce(NodeRecord record) {
        return calls.write(() -> map.setAsync(record.nodeId(), record, recordLifeMs, TimeUnit.MILLISECONDS));
    }

    @Override
    public Future<Void> withdraw(String nodeId) {
        return calls.write(() -> map.removeAsync(nodeId)).mapEmpty();
    }

    @Override
    public Future<List<NodeRecord>> nodes() {
        return all.ask();
    }

    /** Takes out the record of a node that was lost. */
    void reclaim(String nodeId) {
        map.removeAsync(nodeId);
    }
}
