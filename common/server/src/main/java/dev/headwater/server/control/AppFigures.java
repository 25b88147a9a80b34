package dev.headwater.server.control;

import io.vertx.core.json.JsonObject;

/** How much work a node, or the cluster, has for an app. */
record AppFigures(String app, int publishers, int players) {
    /** @throws MessageException if it is not as {@link #json} writes it */
    static AppFigures read(Fields fields) {
        return new AppFigures(fields.text("app"), (int) fields.number("publishers", 0, Integer.MAX_VALUE), (int)
                fields.number("players", 0, Integer.MAX_VALUE));
    }

    JsonObject json() {
        return new JsonObject().put("app", app).put("publishers", publishers).put("players", players);
    }

    AppFigures plus(AppFigures other) {
        return new AppFigures(app, publishers + other.publishers, players + other.players);
    }
}
