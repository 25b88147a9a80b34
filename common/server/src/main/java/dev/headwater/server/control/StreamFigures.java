package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import io.vertx.core.json.JsonObject;

/**
 * What a node has of a stream.
 *
 * @param publishers clients of the node that publish it; its own record or another node's says who has the name
 * @param players clients of the node that play it, or wait for it
 */
record StreamFigures(StreamKey key, int publishers, int players, StreamPlace place) {
    static StreamFigures read(Fields fields) {
        return new StreamFigures(
                fields.key("stream"),
                (int) fields.number("publishers", 0, Integer.MAX_VALUE),
                (int) fields.number("players", 0, Integer.MAX_VALUE),
                StreamPlace.read(fields));
    }

    JsonObject json() {
        return place.put(new JsonObject()
                .put("stream", key.toString())
                .put("publishers", publishers)
                .put("players", players));
    }

    /** Whether the node has nothing to do with the stream. */
    boolean isNothing() {
        return publishers == 0 && players == 0 && place.equals(StreamPlace.NONE);
    }
}
