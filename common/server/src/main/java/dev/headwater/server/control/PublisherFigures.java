package dev.headwater.server.control;

import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Who publishes a stream, as the node says that he is connected to.
 *
 * @param client his number there
 * @param software his program, as it says
 * @param since when he asked to publish
 */
record PublisherFigures(long client, String peer, String software, Instant since) {
    static PublisherFigures of(ClientSnapshot client, ClientUse use) {
        return new PublisherFigures(client.number(), client.peer(), client.software(), use.since());
    }

    static PublisherFigures read(Fields fields) {
        return new PublisherFigures(
                fields.number("client", 0, Long.MAX_VALUE),
                fields.text("peer"),
                fields.text("software"),
                fields.time("since"));
    }

    /** For the other nodes. */
    JsonObject json() {
        return fields(client);
    }

    /** For operators. */
    JsonObject json(String node) {
        return fields(new ClientId(node, client).toString()).put("node", node);
    }

    private JsonObject fields(Object id) {
        return new JsonObject()
                .put("client", id)
                .put("peer", peer)
                .put("software", software)
                .put("since", since.toString());
    }
}
