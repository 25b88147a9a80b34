package dev.headwater.server.foreign;

import dev.headwater.cluster.RelayBook;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A book of one node. Thread-safe. */
public final class FakeRelayBook implements RelayBook {
    private final Map<String, String> relays = new ConcurrentHashMap<>();
    private volatile boolean lost;

    /** It answers by failures from now on. */
    public void lose() {
        lost = true;
    }

    private <T> Future<T> answer(T answer) {
        return lost ? Future.failedFuture("the cluster is away") : Future.succeededFuture(answer);
    }

    @Override
    public Future<Addition> add(String name, String relay) {
        return answer(relays.putIfAbsent(name, relay) == null ? Addition.ADDED : Addition.TAKEN);
    }

    @Override
    public Future<Boolean> remove(String name) {
        return answer(relays.remove(name) != null);
    }

    @Override
    public Future<Map<String, String>> all() {
        return answer(Map.copyOf(relays));
    }
}
