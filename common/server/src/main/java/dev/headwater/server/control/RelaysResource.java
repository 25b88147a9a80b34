package dev.headwater.server.control;

import dev.headwater.cluster.RelayBook;
import dev.headwater.cluster.RelayBook.Addition;
import dev.headwater.server.foreign.RelayList;
import dev.headwater.server.foreign.RelayList.Source;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /api/v1/relays}: what is pulled from other servers and pushed to them. Thread-safe. */
final class RelaysResource {
    private final RelayList relays;
    private final Asking asking;

    RelaysResource(RelayList relays, Asking asking) {
        this.relays = relays;
        this.asking = asking;
    }

    /** Those that any node that answers takes part in, or this one knows of, in the order of their names. */
    Future<Reply> list() {
        return asking.<List<RelayFigures>>askAll(id -> new NodeAsk.ListRelays())
                .map(this::reply)
                .otherwise(cause -> Reply.unavailable("cannot look nodes up now", cause));
    }

    private Reply reply(Gathered<List<RelayFigures>> gathered) {
        var byName = new TreeMap<String, JsonObject>();
        gathered.answers()
                .forEach((node, all) -> all.forEach(figures -> {
                    if (figures.running().isPresent()) {
                        byName.put(figures.name(), figures.json().put("node", node));
                    } else {
                        byName.putIfAbsent(figures.name(), figures.json());
                    }
                }));
        relays.entries()
                .forEach(entry ->
                        byName.putIfAbsent(entry.name(), RelayFigures.of(entry).json()));
        byName.forEach((name, json) -> {
            var source = relays.source(name);
            json.put("source", source.name().toLowerCase(Locale.ROOT)).put("added", source == Source.ADDED);
        });
        return Reply.of(
                new JsonObject().put("relays", new JsonArray(List.copyOf(byName.values()))), gathered.unanswered());
    }

    /** Adds one for the whole cluster. */
    Future<Reply> add(JsonObject wanted) {
        String name = wanted.getString("name");
        return switch (relays.source(name)) {
            case CONFIGURED ->
                Reply.conflict("the configuration has a relay of this name", name)
                        .asFuture();
            case CALLBACK ->
                Reply.conflict("names like this are of pulls that callbacks want", name)
                        .asFuture();
            case ADDED -> add(name, wanted);
        };
    }

    private Future<Reply> add(String name, JsonObject wanted) {
        try {
            return relays.add(wanted.getString("kind"), words(wanted))
                    .timeout(StreamsResource.DIRECTORY_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .map(done -> added(name, done))
                    .otherwise(cause -> Reply.unavailable("it is not known whether the relay was added", cause));
        } catch (IllegalArgumentException e) {
            return Reply.malformed(new MessageException(String.valueOf(e.getMessage()), name))
                    .asFuture();
        }
    }

    /** As the configuration has them. */
    private static String words(JsonObject wanted) {
        return Stream.of("name", "stream", "mode", "url")
                .filter(wanted::containsKey)
                .map(wanted::getString)
                .collect(Collectors.joining(" "));
    }

    private static Reply added(String name, Addition done) {
        return switch (done) {
            case ADDED -> Reply.created(new JsonObject().put("added", name));
            case TAKEN -> Reply.conflict("a relay of this name was added before", name);
            case FULL -> Reply.conflict("there are %d added relays, which is the most".formatted(RelayBook.MAX), name);
        };
    }

    /** Takes one out that was added. */
    Future<Reply> remove(String name) {
        return relays.remove(name)
                .timeout(StreamsResource.DIRECTORY_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .map(done -> {
                    if (done) {
                        return Reply.ok(new JsonObject().put("removed", name));
                    }
                    return switch (relays.source(name)) {
                        case CONFIGURED ->
                            Reply.conflict("the relay is of the configuration: take it out there, and reload", name);
                        case CALLBACK ->
                            Reply.conflict("a callback wants the relay: it ends when nobody plays its stream", name);
                        case ADDED -> Reply.unknown("no such relay", name);
                    };
                })
                .otherwise(cause -> Reply.unavailable("it is not known whether the relay was removed", cause));
    }
}
