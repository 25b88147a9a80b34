package dev.headwater.cluster.hazelcast;

import com.hazelcast.map.IMap;
import dev.headwater.cluster.RelayBook;
import io.vertx.core.Future;
import java.util.Map;

/** The book as the map {@value MAP} of a Hazelcast cluster. Thread-safe. */
final class HazelcastRelayBook implements RelayBook {
    static final String MAP = "added-relays";

    private final IMap<String, String> map;
    private final DirectoryCalls calls;
    private final Scan<Map<String, String>> all;

    HazelcastRelayBook(IMap<String, String> map, DirectoryCalls calls) {
        this.map = map;
        this.calls = calls;
        this.all = calls.scan(MAP, () -> Map.copyOf(map));
    }

    /** Nodes that add at the same time may go over the bound by one each. */
    @Override
    public Future<Addition> add(String name, String relay) {
        return calls.block(() -> {
            if (map.size() >= MAX) {
                return map.containsKey(name) ? Addition.TAKEN : Addition.FULL;
            }
            return map.putIfAbsent(name, relay) == null ? Addition.ADDED : Addition.TAKEN;
        });
    }

    @Override
    public Future<Boolean> remove(String name) {
        return calls.write(() -> map.removeAsync(name)).map(before -> before != null);
    }

    @Override
    public Future<Map<String, String>> all() {
        return all.ask();
    }
}
