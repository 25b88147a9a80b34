package dev.headwater.server.control;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.function.Supplier;

/**
 * What {@code /api/v1} answers, for who gives it another shape. Parameters are those of the requests. Thread-safe; futures complete on any
 * thread and do not fail: what is wrong is a {@link Reply} too.
 */
public final class ClusterAnswers {
    private final NodesResource nodes;
    private final StreamsResource streams;
    private final ClientsResource clients;

    ClusterAnswers(NodesResource nodes, StreamsResource streams, ClientsResource clients) {
        this.nodes = nodes;
        this.streams = streams;
        this.clients = clients;
    }

    public Future<Reply> nodes() {
        return nodes.list();
    }

    public Future<Reply> streams(MultiMap parameters) {
        return checked(() -> streams.list(new Query(parameters)));
    }

    public Future<Reply> clients(MultiMap parameters) {
        return checked(() -> clients.list(new Query(parameters)));
    }

    /**
     * A list of one client; unknown if there is none.
     *
     * @param id as a list of clients has it
     */
    public Future<Reply> client(String id) {
        return checked(() -> clients.find(ClientId.parse(id)));
    }

    /** @param id as a list of clients has it */
    public Future<Reply> kickClient(String id) {
        return checked(() -> clients.kick(ClientId.parse(id)));
    }

    private static Future<Reply> checked(Supplier<Future<Reply>> call) {
        try {
            return call.get();
        } catch (MessageException e) {
            return Reply.malformed(e).asFuture();
        }
    }
}
