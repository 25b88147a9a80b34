package dev.headwater.server.control;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.function.Supplier;

/**
 * What {@code /api/v1} answers, for who gives it another shape. Parameters are those of the requests. Thread-safe; futures complete on any
 * thread and do not fail: what is wrong is a {@link Reply} too.
 */
public final class ClusterAnswers {
    private final StreamsResource streams;
    private final ClientsResource clients;

    ClusterAnswers(StreamsResource streams, ClientsResource clients) {
        this.streams = streams;
        this.clients = clients;
    }

    public Future<Reply> streams(MultiMap parameters) {
        return checked(() -> streams.list(new Query(parameters)));
    }

    public Future<Reply> clients(MultiMap parameters) {
        return checked(() -> clients.list(new Query(parameters)));
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
