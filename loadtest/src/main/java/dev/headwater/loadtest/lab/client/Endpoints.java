package dev.headwater.loadtest.lab.client;

import dev.headwater.loadtest.client.StreamUrl;
import java.util.List;

/** The servers behind the one name that clients know, as a Service of Kubernetes or a balancer has them. Thread-safe. */
public final class Endpoints {
    private volatile List<StreamUrl.Server> servers;

    /** @param servers until others are; without any, nobody may come */
    public Endpoints(List<StreamUrl.Server> servers) {
        this.servers = List.copyOf(servers);
    }

    /** From now on clients come to these. */
    public void are(List<StreamUrl.Server> now) {
        servers = List.copyOf(now);
    }

    /** The one for a client's try with that number, from 0: each of them in turn. */
    StreamUrl.Server of(int turn) {
        var now = servers;
        return now.get(turn % now.size());
    }
}
