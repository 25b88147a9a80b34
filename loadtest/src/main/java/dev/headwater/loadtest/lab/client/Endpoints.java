package dev.headwater.loadtest.lab.client;

import dev.headwater.loadtest.client.StreamUrl;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The servers behind the one name that clients know, as a Service of Kubernetes or a balancer has them. Thread-safe. */
public final class Endpoints {
    private final Map<StreamUrl.Server, Integer> clients = new ConcurrentHashMap<>();
    private final boolean byLoad;
    private volatile List<StreamUrl.Server> servers;

    private Endpoints(Collection<StreamUrl.Server> servers, boolean byLoad) {
        this.servers = List.copyOf(servers);
        this.byLoad = byLoad;
    }

    /** Each client tries them in turn. Without any, nobody may come. */
    public static Endpoints inTurn(Collection<StreamUrl.Server> servers) {
        return new Endpoints(servers, false);
    }

    /** A client comes to the one that has fewest, in turn among equals: what haproxy calls {@code leastconn}. */
    public static Endpoints leastClients(Collection<StreamUrl.Server> servers) {
        return new Endpoints(servers, true);
    }

    /** From now on clients come to these. */
    public void are(Collection<StreamUrl.Server> now) {
        servers = List.copyOf(now);
    }

    /** How many there are now. */
    public int size() {
        return servers.size();
    }

    /** The one for a client's try with that number, from 0. The client is there until it has {@link #left}. */
    StreamUrl.Server enter(int turn) {
        var now = servers;
        var inTurn = IntStream.range(0, now.size()).mapToObj(i -> now.get((turn + i) % now.size()));
        var chosen = byLoad
                ? inTurn.min(Comparator.comparingInt(this::load)).orElseThrow()
                : inTurn.findFirst().orElseThrow();
        clients.merge(chosen, 1, Integer::sum);
        return chosen;
    }

    private int load(StreamUrl.Server server) {
        return clients.getOrDefault(server, 0);
    }

    void left(StreamUrl.Server server) {
        clients.merge(server, -1, Integer::sum);
    }
}
