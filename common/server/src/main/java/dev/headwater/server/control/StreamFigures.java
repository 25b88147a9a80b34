package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What a node has of a stream.
 *
 * @param publishers clients of the node that publish it; its own record or another node's says who has the name
 * @param players clients of the node that play it, or wait for it
 * @param droppedFrames that these players could not take, all together
 * @param publisher the one of them that came last; empty if nobody did, as with a stream that a relay brings
 */
record StreamFigures(
        StreamKey key,
        int publishers,
        int players,
        long droppedFrames,
        Optional<PublisherFigures> publisher,
        StreamPlace place) {
    private static final String PUBLISHER = "publisher";

    /** @param clients those of the node that use the stream, in the order in which they came */
    static StreamFigures of(StreamKey key, List<ClientSnapshot> clients, StreamPlace place) {
        int publishers = 0;
        int players = 0;
        long dropped = 0;
        var last = Optional.<PublisherFigures>empty();
        for (ClientSnapshot client : clients) {
            for (ClientUse use : client.uses()) {
                if (!use.key().equals(key)) {
                    continue;
                }
                switch (use.kind()) {
                    case PUBLISHER -> {
                        publishers++;
                        last = Optional.of(PublisherFigures.of(client, use));
                    }
                    case PLAYER -> {
                        players++;
                        dropped += use.droppedFrames();
                    }
                }
            }
        }
        return new StreamFigures(key, publishers, players, dropped, last, place);
    }

    static StreamFigures read(Fields fields) {
        return new StreamFigures(
                fields.key("stream"),
                (int) fields.number("publishers", 0, Integer.MAX_VALUE),
                (int) fields.number("players", 0, Integer.MAX_VALUE),
                fields.numberIfThere("dropped_frames", Long.MAX_VALUE),
                fields.objectIfThere(PUBLISHER).map(PublisherFigures::read),
                StreamPlace.read(fields));
    }

    /** For the other nodes. */
    JsonObject json() {
        var json = counts().put("stream", key.toString());
        publisher.ifPresent(one -> json.put(PUBLISHER, one.json()));
        return json;
    }

    /** For operators; who publishes is told of the stream as a whole. */
    JsonObject json(String node) {
        return new JsonObject().put("node", node).mergeIn(counts());
    }

    private JsonObject counts() {
        return place.put(new JsonObject()
                .put("publishers", publishers)
                .put("players", players)
                .put("dropped_frames", droppedFrames));
    }

    /** Whether the node has nothing to do with the stream. */
    boolean isNothing() {
        return publishers == 0 && players == 0 && place.equals(StreamPlace.NONE);
    }
}
