package dev.headwater.server.compat;

import dev.headwater.server.control.ClusterAnswers;
import dev.headwater.server.control.Reply;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the whole cluster has, page by page: at most {@value #MAX_ITEMS} streams or clients, the first by name and id. Thread-safe; a future
 * fails with {@link UnansweredException} if the cluster cannot tell, and completes on any thread.
 */
final class Census {
    static final int MAX_ITEMS = 10_000;
    private static final int PAGE = 1_000;

    private final ClusterAnswers answers;

    Census(ClusterAnswers answers) {
        this.answers = answers;
    }

    Future<List<LiveStream>> streams() {
        return all("streams", answers::streams, MultiMap.caseInsensitiveMultiMap())
                .map(list -> list.items().stream().map(LiveStream::new).toList());
    }

    /** Those of one stream, or all, at the nodes that answer. */
    Future<List<Client>> clients(Optional<String> stream) {
        return count(stream).map(Count::clients);
    }

    /** The same, with the nodes that did not answer. */
    Future<Count> count(Optional<String> stream) {
        var parameters = MultiMap.caseInsensitiveMultiMap();
        stream.ifPresent(name -> parameters.set("stream", name));
        return all("clients", answers::clients, parameters)
                .map(list -> new Count(list.items().stream().map(Client::new).toList(), list.unanswered()));
    }

    /** @param unanswered nodes whose clients are missing */
    record Count(List<Client> clients, Set<String> unanswered) {}

    private record Listed(List<JsonObject> items, Set<String> unanswered) {}

    /** Ends a client; false if there is none of that id. */
    Future<Boolean> kick(String id) {
        return answers.kickClient(id).compose(reply -> switch (reply.status()) {
            case 200 -> Future.succeededFuture(true);
            case 400, 404 -> Future.succeededFuture(false);
            default -> Future.failedFuture(new UnansweredException(reply));
        });
    }

    private static Future<Listed> all(String list, Function<MultiMap, Future<Reply>> ask, MultiMap parameters) {
        parameters.set("limit", Integer.toString(PAGE));
        return more(list, ask, parameters, new Listed(new ArrayList<>(), new TreeSet<>()));
    }

    private static Future<Listed> more(
            String list, Function<MultiMap, Future<Reply>> ask, MultiMap parameters, Listed soFar) {
        return ask.apply(parameters).compose(Census::ok).compose(reply -> {
            soFar.items().addAll(items(reply.body(), list));
            soFar.unanswered().addAll(reply.unanswered());
            String next = reply.body().getString("next");
            return next == null || soFar.items().size() >= MAX_ITEMS
                    ? Future.succeededFuture(soFar)
                    : more(list, ask, parameters.set("after", next), soFar);
        });
    }

    private static Future<Reply> ok(Reply reply) {
        return reply.isOk() ? Future.succeededFuture(reply) : Future.failedFuture(new UnansweredException(reply));
    }

    private static List<JsonObject> items(JsonObject body, String list) {
        return body.getJsonArray(list, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
