package dev.headwater.server.control;

import dev.headwater.cluster.RelayBook;
import dev.headwater.cluster.RelayBook.Addition;
import dev.headwater.server.foreign.RelayList;
import dev.headwater.server.foreign.RelayList.Source;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /api/v1/relays}: what is pulled from other servers and pushed to them. Thread-safe. */
final class RelaysResource {
    private final RelayList known;
    private final Asking asking;

    RelaysResource(RelayList known, Asking asking) {
        this.known = known;
        this.asking = asking;
    }

    /** @param node that says so */
    private record Told(String node, RelayFigures figures) {
        /** What the node that runs it says; who wants it is known where it is configured. */
        Told or(Told other) {
            return other.figures().running().isPresent() ? other.with(this) : with(other);
        }

        private Told with(Told other) {
            return new Told(node, figures.with(other.figures().source()));
        }

        JsonObject json() {
            var json = figures.json();
            return figures.running().isPresent() ? json.put("node", node) : json;
        }
    }

    /** A page of those that any node that answers takes part in, or this one knows of, in the order of their names. */
    Future<Reply> list(Query query) {
        String after = query.text("after").orElse("");
        int limit = query.limit(Ask.MAX_ITEMS);
        return asking.<List<RelayFigures>>askAll(id -> new NodeAsk.ListRelays(after, limit + 1))
                .map(gathered -> reply(gathered, after, limit))
                .otherwise(cause -> Reply.unavailable("cannot look nodes up now", cause));
    }

    private Reply reply(Gathered<List<RelayFigures>> gathered, String after, int limit) {
        var relays = new TreeMap<String, Told>();
        gathered.answers()
                .forEach((node, all) ->
                        all.forEach(figures -> relays.merge(figures.name(), new Told(node, figures), Told::or)));
        known.entries().stream()
                .map(entry -> new Told("", RelayFigures.of(entry, known.source(entry.name()))))
                .forEach(told -> relays.merge(told.figures().name(), told, Told::or));
        var left = relays.tailMap(after, false);
        var list = new JsonArray();
        left.values().stream().limit(limit).forEach(told -> list.add(told.json()));
        var body = new JsonObject().put("relays", list);
        if (left.size() > limit) {
            body.put("next", list.getJsonObject(limit - 1).getString("name"));
        }
        return Reply.of(body, gathered.unanswered());
    }

    /** Adds one for the whole cluster. */
    Future<Reply> add(JsonObject wanted) {
        String name = wanted.getString("name");
        return source(name).compose(source -> switch (source) {
            case CONFIGURED ->
                Reply.conflict("the configuration has a relay of this name", name)
                        .asFuture();
            case CALLBACK ->
                Reply.conflict("names like this are of pulls that callbacks want", name)
                        .asFuture();
            case ADDED -> add(name, wanted);
        });
    }

    /** Who wants a relay of this name, if there is one: this node may not be told of those of the configuration. */
    private Future<Source> source(String name) {
        var here = known.source(name);
        return here != Source.ADDED
                ? Future.succeededFuture(here)
                : asking.askAll(id -> new NodeAsk.FindRelay(name))
                        .map(found -> found.answers().containsValue(true) ? Source.CONFIGURED : here)
                        .otherwise(here);
    }

    private Future<Reply> add(String name, JsonObject wanted) {
        try {
            return known.add(wanted.getString("kind"), words(wanted))
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
        return known.remove(name)
                .timeout(StreamsResource.DIRECTORY_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .compose(done -> done
                        ? Reply.ok(new JsonObject().put("removed", name)).asFuture()
                        : source(name).map(source -> notRemoved(name, source)))
                .otherwise(cause -> Reply.unavailable("it is not known whether the relay was removed", cause));
    }

    private static Reply notRemoved(String name, Source source) {
        return switch (source) {
            case CONFIGURED -> Reply.conflict("the relay is of the configuration: take it out there, and reload", name);
            case CALLBACK -> Reply.conflict("a callback wants the relay: it ends when nobody plays its stream", name);
            case ADDED -> Reply.unknown("no relay of this name was added", name);
        };
    }
}
