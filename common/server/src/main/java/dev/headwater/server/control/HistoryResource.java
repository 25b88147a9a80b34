package dev.headwater.server.control;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code /api/v1/history}. Thread-safe. */
final class HistoryResource {
    private final Asking asking;

    HistoryResource(Asking asking) {
        this.asking = asking;
    }

    /** What each node had in the last hour, or after {@code ?since=}, in seconds since 1970. */
    Future<Reply> list(Query query) {
        var ask = new NodeAsk.ListHistory(query.number("since", 0));
        return asking.<List<NodeSample>>askAll(id -> ask)
                .map(gathered -> {
                    var nodes = new JsonArray();
                    gathered.answers()
                            .forEach((node, samples) ->
                                    nodes.add(new JsonObject().put("node", node).put("samples", json(samples))));
                    return Reply.of(
                            new JsonObject()
                                    .put("interval_s", NodeHistory.INTERVAL.toSeconds())
                                    .put("nodes", nodes),
                            gathered.unanswered());
                })
                .otherwise(cause -> Reply.unavailable("cannot look nodes up now", cause));
    }

    private static JsonArray json(List<NodeSample> samples) {
        var list = new JsonArray();
        samples.forEach(sample -> list.add(sample.json()));
        return list;
    }
}
