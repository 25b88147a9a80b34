package dev.headwater.server.control;

import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code /api/v1/streams}. Thread-safe. */
final class StreamsResource {
    /** There is nothing else to go by. The cluster gives a member that is frozen up in this time. */
    static final Duration DIRECTORY_PATIENCE = Duration.ofSeconds(8);

    private final StreamDirectory directory;
    private final Asking asking;

    StreamsResource(StreamDirectory directory, Asking asking) {
        this.directory = directory;
        this.asking = asking;
    }

    /** Every stream that has an owner, in the order of their names, with what each node has of it. */
    Future<Reply> list(Query query) {
        var after = query.text("after")
                .map(Query::parseKey)
                .map(StreamKey::toString)
                .orElse("");
        int limit = query.limit(Ask.MAX_ITEMS);
        return directory
                .streams()
                .timeout(DIRECTORY_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .compose(records -> {
                    var left = records.stream()
                            .sorted(Comparator.comparing(record -> record.key().toString()))
                            .filter(record -> record.key().toString().compareTo(after) > 0)
                            .toList();
                    var page = left.subList(0, Math.min(limit, left.size()));
                    return detailed(page).map(reply -> withCounts(reply, page, records.size(), left.size()));
                })
                .otherwise(cause -> Reply.unavailable("cannot list streams now", cause));
    }

    private Future<Reply> detailed(List<StreamRecord> page) {
        var ask = new Ask.ListStreams(page.stream().map(StreamRecord::key).toList());
        return asking.askAll(id -> ask).map(gathered -> {
            var atNodes = new HashMap<StreamKey, JsonArray>();
            var players = new HashMap<StreamKey, Integer>();
            gathered.answers()
                    .forEach((node, all) -> all.forEach(figures -> {
                        atNodes.computeIfAbsent(figures.key(), key -> new JsonArray())
                                .add(atNode(node, figures));
                        players.merge(figures.key(), figures.players(), Integer::sum);
                    }));
            var list = new JsonArray();
            page.forEach(record -> list.add(json(record)
                    .put("players", players.getOrDefault(record.key(), 0))
                    .put("nodes", atNodes.getOrDefault(record.key(), new JsonArray()))));
            return Reply.of(new JsonObject().put("streams", list), gathered.unanswered());
        });
    }

    private static Reply withCounts(Reply reply, List<StreamRecord> page, int total, int left) {
        reply.body().put("total", total);
        if (left > page.size()) {
            reply.body().put("next", page.getLast().key().toString());
        }
        return reply;
    }

    private static JsonObject atNode(String node, StreamFigures figures) {
        var json = new JsonObject().put("node", node).mergeIn(figures.json());
        json.remove("stream");
        return json;
    }

    private static JsonObject json(StreamRecord record) {
        return new JsonObject()
                .put("app", record.key().app())
                .put("name", record.key().name())
                .put("origin", record.originId())
                .put("epoch", record.epoch())
                .put("started_at", record.startedAt())
                .put("timeline_ms", record.timelineMs())
                .put("zone", record.zone())
                .put("codecs", record.codecs());
    }

    /** Ends the publishers of a stream wherever they are. */
    Future<Reply> kick(StreamKey key) {
        return asking.<Integer>askAll(id -> new Ask.KickStream(key))
                .map(gathered -> {
                    var kicked = new JsonArray();
                    gathered.answers().forEach((node, publishers) -> {
                        if (publishers > 0) {
                            kicked.add(new JsonObject().put("node", node).put("publishers", publishers));
                        }
                    });
                    if (!kicked.isEmpty()) {
                        return Reply.of(
                                new JsonObject().put("stream", key.toString()).put("kicked", kicked),
                                gathered.unanswered());
                    }
                    return gathered.unanswered().isEmpty()
                            ? Reply.unknown("nobody publishes the stream", key)
                            : Reply.unanswered(
                                    "no node that answered has a publisher of the stream", key, gathered.unanswered());
                })
                .otherwise(cause -> Reply.unavailable("cannot look nodes up now", cause));
    }
}
