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
import java.util.function.ToLongFunction;

/**
 * What the whole cluster has: counts and totals of all, and lists that are bounded, of the first by name and id. What is shown may be a
 * second old. Thread-safe; a future fails with {@link UnansweredException} if the cluster cannot tell, and completes on any thread.
 */
final class Census {
    private static final int PAGE = 1_000;
    private static final int MAX_STREAMS = 10_000;

    /** A page of that many clients is half a megabyte. */
    private static final int MAX_CLIENTS = PAGE;

    /** Of those that are looked for to be ended. */
    private static final int MAX_CHOSEN = 10_000;

    private final ClusterAnswers answers;
    private final Recent<Shown> shown;

    Census(ClusterAnswers answers) {
        this.answers = answers;
        shown = new Recent<>(this::look, System::nanoTime);
    }

    /**
     * All at one time.
     *
     * @param traffic of all nodes since they began, at the rates of now
     * @param clients the first of them
     */
    record Shown(Traffic traffic, List<StreamSummary> streams, List<Client> clients) {}

    Future<Shown> shown() {
        return shown.get();
    }

    private Future<Shown> look() {
        return answers.nodes()
                .compose(Census::ok)
                .compose(nodes -> all("streams", answers::streams, MultiMap.caseInsensitiveMultiMap(), MAX_STREAMS)
                        .compose(streams -> all(
                                        "clients", answers::clients, MultiMap.caseInsensitiveMultiMap(), MAX_CLIENTS)
                                .map(clients -> shown(items(nodes.body(), "nodes"), streams, clients))));
    }

    private static Shown shown(List<JsonObject> nodes, Listed streams, Listed clients) {
        var live = streams.items().stream().map(StreamSummary::new).toList();
        var traffic = Traffic.of(live).withTotals(sum(nodes, "received_bytes"), sum(nodes, "sent_bytes"));
        return new Shown(
                traffic, live, clients.items().stream().map(Client::new).toList());
    }

    private static long sum(List<JsonObject> nodes, String figure) {
        ToLongFunction<JsonObject> told = node -> node.getLong(figure, 0L); // a node that did not answer tells none
        return nodes.stream().mapToLong(told).sum();
    }

    /** One client as it is now; empty if there is none of that id. */
    Future<Optional<Client>> client(String id) {
        return answers.client(id).compose(reply -> switch (reply.status()) {
            case 200 ->
                Future.succeededFuture(
                        items(reply.body(), "clients").stream().map(Client::new).findFirst());
            case 400, 404 -> Future.succeededFuture(Optional.empty());
            default -> Future.failedFuture(new UnansweredException(reply));
        });
    }

    /** Those of one stream, or all, as they are now, with the nodes that did not answer. */
    Future<Count> count(Optional<String> stream) {
        var parameters = MultiMap.caseInsensitiveMultiMap();
        stream.ifPresent(name -> parameters.set("stream", name));
        return all("clients", answers::clients, parameters, MAX_CHOSEN)
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

    private static Future<Listed> all(
            String list, Function<MultiMap, Future<Reply>> ask, MultiMap parameters, int most) {
        parameters.set("limit", Integer.toString(PAGE));
        return more(list, ask, parameters, most, new Listed(new ArrayList<>(), new TreeSet<>()));
    }

    private static Future<Listed> more(
            String list, Function<MultiMap, Future<Reply>> ask, MultiMap parameters, int most, Listed soFar) {
        return ask.apply(parameters).compose(Census::ok).compose(reply -> {
            soFar.items().addAll(items(reply.body(), list));
            soFar.unanswered().addAll(reply.unanswered());
            String next = reply.body().getString("next");
            return next == null || soFar.items().size() >= most
                    ? Future.succeededFuture(soFar)
                    : more(list, ask, parameters.set("after", next), most, soFar);
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
