package dev.headwater.server.control;

import io.vertx.core.json.JsonObject;

/** How much work a node has on its ports for broadcasters and players. */
record NodeFigures(long connections, long publishers, long players, TrafficFigures traffic) {
    static NodeFigures read(Fields fields) {
        return new NodeFigures(
                fields.number("connections", 0, Long.MAX_VALUE),
                fields.number("publishers", 0, Long.MAX_VALUE),
                fields.number("players", 0, Long.MAX_VALUE),
                TrafficFigures.read(fields));
    }

    JsonObject json() {
        return traffic.put(new JsonObject()
                .put("connections", connections)
                .put("publishers", publishers)
                .put("players", players));
    }
}
