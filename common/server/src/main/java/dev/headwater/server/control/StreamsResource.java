package dev.headwater.server.control;

import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
                    var byName = new TreeMap<String, StreamRecord>();
                    records.forEach(record -> byName.put(record.key().toString(), record));
                    var left = List.copyOf(byName.tailMap(after, false).values());
                    var page = left.subList(0, Math.min(limit, left.size()));
                    return describe(page)
                            .map(described -> withCounts(described.reply(), page, records.size(), left.size()));
                })
                .otherwise(cause -> Reply.unavailable("cannot list streams now", cause));
    }

    /** One stream. */
    Future<Reply> show(StreamKey key) {
        return directory
                .find(key)
                .timeout(DIRECTORY_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .compose(record -> record.isEmpty()
                        ? Reply.unknown("nobody publishes the stream", key).asFuture()
                        : describe(List.of(record.get())).map(Described::single))
                .otherwise(cause -> Reply.unavailable("cannot look streams up now", cause));
    }

    /** The newest still picture of a stream, by its owner, who has the stream in any case. */
    Future<Reply> picture(StreamKey key) {
        return directory
                .find(key)
                .timeout(DIRECTORY_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .compose(record -> record.isEmpty()
                        ? Reply.unknown("nobody publishes the stream", key).asFuture()
                        : picture(key, record.get().originId()))
                .otherwise(cause -> Reply.unavailable("cannot look streams up now", cause));
    }

    private Future<Reply> picture(StreamKey key, String owner) {
        return asking.ask(owner, new StreamAsk.ShowPicture(key))
                .map(answered -> Reply.ok(new JsonObject()
                        .put("stream", key.toString())
                        .mergeIn(StreamAsk.ShowPicture.ANSWER.write(answered.answer()))))
                .otherwise(cause -> Reply.unanswered("the node did not answer", owner, List.of(owner)));
    }

    private record Described(JsonArray streams, List<String> unanswered) {
        Reply reply() {
            return Reply.of(new JsonObject().put("streams", streams), unanswered);
        }

        Reply single() {
            return Reply.of(streams.getJsonObject(0), unanswered);
        }
    }

    private Future<Described> describe(List<StreamRecord> page) {
        var ask = new StreamAsk.ListStreams(page.stream().map(StreamRecord::key).toList());
        return asking.askAll(id -> ask).map(gathered -> {
            var places = new HashMap<StreamKey, SortedMap<String, StreamFigures>>();
            gathered.answers()
                    .forEach((node, all) ->
                            all.forEach(figures -> places.computeIfAbsent(figures.key(), key -> new TreeMap<>())
                                    .put(node, figures)));
            var list = new JsonArray();
            page.forEach(record -> list.add(json(record, places.getOrDefault(record.key(), new TreeMap<>()))));
            return new Described(list, gathered.unanswered());
        });
    }

    private static Reply withCounts(Reply reply, List<StreamRecord> page, int total, int left) {
        reply.body().put("total", total);
        if (left > page.size()) {
            reply.body().put("next", page.getLast().key().toString());
        }
        return reply;
    }

    /** @param places by node; what comes in is told as it is at the owner, who publishes wherever he is */
    private static JsonObject json(StreamRecord record, SortedMap<String, StreamFigures> places) {
        var json = new JsonObject()
                .put("app", record.key().app())
                .put("name", record.key().name())
                .put("origin", record.originId())
                .put("epoch", record.epoch())
                .put("started_at", record.startedAt())
                .put("timeline_ms", record.timelineMs())
                .put("zone", record.zone())
                .put("codecs", record.codecs());
        Optional.ofNullable(places.get(record.originId()))
                .map(StreamFigures::place)
                .ifPresent(owner -> {
                    IntakeJson.put(json, owner.intake());
                    owner.putRecording(json);
                });
        places.entrySet().stream()
                .flatMap(
                        place -> place.getValue().publisher().stream().map(publisher -> publisher.json(place.getKey())))
                .findFirst()
                .ifPresent(publisher -> json.put("publisher", publisher));
        var nodes = new JsonArray();
        places.forEach((node, figures) -> {
            if (figures.isThere()) {
                nodes.add(figures.json(node));
            }
        });
        var all = places.values();
        all.stream()
                .map(StreamFigures::traffic)
                .reduce(TrafficFigures.NONE, TrafficFigures::plus)
                .put(json);
        json.put(
                "sent_bits_per_second",
                all.stream().mapToLong(StreamFigures::sentBitsPerSecond).sum());
        return json.put("players", all.stream().mapToInt(StreamFigures::players).sum())
                .put(
                        "dropped_frames",
                        all.stream().mapToLong(StreamFigures::droppedFrames).sum())
                .put("nodes", nodes);
    }

    /** Ends the publishers of a stream wherever they are. */
    Future<Reply> kick(StreamKey key) {
        return asking.<Integer>askAll(id -> new StreamAsk.KickStream(key))
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
