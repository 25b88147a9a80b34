package dev.headwater.server.control;

import dev.headwater.server.metrics.StreamTraffic;
import io.vertx.core.json.JsonObject;

/**
 * Bytes of media that came to a node from its clients and went to them, since the node began, or for a stream since it knows it.
 *
 * @param received of media for a stream; for a node whatever its RTMP clients sent, players too, and media of those who publish by HTTP
 * @param sent to players, those included who have left
 */
record TrafficFigures(long received, long sent) {
    static final TrafficFigures NONE = new TrafficFigures(0, 0);

    static TrafficFigures of(StreamTraffic.Bytes bytes) {
        return new TrafficFigures(bytes.received(), bytes.sent());
    }

    /** Nothing, if an older node does not tell. */
    static TrafficFigures read(Fields fields) {
        return new TrafficFigures(
                fields.numberIfThere("received_bytes", Long.MAX_VALUE),
                fields.numberIfThere("sent_bytes", Long.MAX_VALUE));
    }

    TrafficFigures plus(TrafficFigures other) {
        return new TrafficFigures(received + other.received, sent + other.sent);
    }

    JsonObject put(JsonObject json) {
        return json.put("received_bytes", received).put("sent_bytes", sent);
    }
}
