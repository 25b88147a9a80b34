package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/clients}. Thread-safe. */
final class ClientsResource {
    private static final int USUAL_LIMIT = 100;

    private final Asking asking;

    ClientsResource(Asking asking) {
        this.asking = asking;
    }

    private record Named(ClientId id, ClientSnapshot client) {}

    /** The clients of all nodes or one, in the order of their ids. */
    Future<Reply> list(Query query) {
        var stream = query.key("stream");
        var node = query.text("node");
        var after = query.text("after").map(ClientId::parse);
        int limit = query.limit(USUAL_LIMIT);
        return asking.nodeIds()
                .compose(ids -> {
                    if (node.isEmpty()) {
                        return asking.askAll(ids, id -> ask(stream, after, limit, id))
                                .map(gathered -> reply(gathered, limit));
                    }
                    if (!ids.contains(node.get())) {
                        return Reply.unknown("no such node", node.get()).asFuture();
                    }
                    return asking.askAll(Set.of(node.get()), id -> ask(stream, after, limit, id))
                            .map(gathered -> gathered.unanswered().isEmpty()
                                    ? reply(gathered, limit)
                                    : Reply.unanswered("the node did not answer", node.get(), gathered.unanswered()));
                })
                .otherwise(cause -> Reply.unavailable("cannot list clients now", cause));
    }

    /** A list of that client alone. */
    Future<Reply> find(ClientId id) {
        return asking.nodeIds()
                .compose(ids -> ids.contains(id.node())
                        ? asking.ask(id.node(), new ClientAsk.FindClient(id.number()))
                                .map(page -> page.answer().clients().stream()
                                        .filter(client -> client.number() == id.number())
                                        .findFirst()
                                        .map(client -> Reply.ok(new JsonObject()
                                                .put("clients", new JsonArray().add(json(new Named(id, client))))))
                                        .orElseGet(() -> Reply.unknown("no such client", id)))
                                .otherwise(cause ->
                                        Reply.unanswered("the node did not answer", id.node(), List.of(id.node())))
                        : Reply.unknown("no such node", id.node()).asFuture())
                .otherwise(cause -> Reply.unavailable("cannot look nodes up now", cause));
    }

    /** Each node has the clients that come after a certain one of the whole cluster: all, none, or some. */
    private static Ask<ClientPage> ask(Optional<StreamKey> stream, Optional<ClientId> after, int limit, String nodeId) {
        int order = after.map(id -> nodeId.compareTo(id.node())).orElse(1);
        return new ClientAsk.ListClients(
                stream, order == 0 ? after.map(ClientId::number).orElse(0L) : order < 0 ? Long.MAX_VALUE : 0, limit);
    }

    private static Reply reply(Gathered<ClientPage> gathered, int limit) {
        var all = new ArrayList<Named>();
        gathered.answers()
                .forEach((node, page) -> page.clients()
                        .forEach(client -> all.add(new Named(new ClientId(node, client.number()), client))));
        all.sort(Comparator.comparing(Named::id));
        var clients = all.subList(0, Math.min(limit, all.size()));
        long total = gathered.answers().values().stream()
                .mapToLong(ClientPage::total)
                .sum();
        long left =
                gathered.answers().values().stream().mapToLong(ClientPage::left).sum();
        var list = new JsonArray();
        clients.forEach(client -> list.add(json(client)));
        var body = new JsonObject().put("clients", list).put("total", total);
        if (left > clients.size() && !clients.isEmpty()) {
            body.put("next", clients.getLast().id().toString());
        }
        return Reply.of(body, gathered.unanswered());
    }

    private static JsonObject json(Named named) {
        var uses = new JsonArray();
        named.client().uses().forEach(use -> uses.add(json(use)));
        return new JsonObject()
                .put("id", named.id().toString())
                .put("node", named.id().node())
                .put("protocol", named.client().protocol().wireName())
                .put("peer", named.client().peer())
                .put("software", named.client().software())
                .put("since", named.client().since().toString())
                .put("kind", kind(named.client().uses()))
                .put("slowed", named.client().slowed())
                .put("streams", uses);
    }

    private static String kind(List<ClientUse> uses) {
        if (uses.isEmpty()) {
            return "idle";
        }
        return uses.stream().anyMatch(use -> use.kind() == ClientUse.Kind.PUBLISHER) ? "publisher" : "player";
    }

    private static JsonObject json(ClientUse use) {
        var json = new JsonObject()
                .put("stream", use.key().toString())
                .put("since", use.since().toString())
                .put("bytes", use.bytes());
        return switch (use.kind()) {
            case PUBLISHER -> json.put("kind", "publisher");
            case PLAYER -> json.put("kind", "player").put("dropped_frames", use.droppedFrames());
        };
    }

    /** Ends one client, whatever it does. */
    Future<Reply> kick(ClientId id) {
        return asking.nodeIds()
                .compose(ids -> ids.contains(id.node())
                        ? askToKick(id)
                        : Reply.unknown("no such node", id.node()).asFuture())
                .otherwise(cause -> Reply.unavailable("cannot look nodes up now", cause));
    }

    private Future<Reply> askToKick(ClientId id) {
        return asking.ask(id.node(), new ClientAsk.KickClient(id.number()))
                .map(kicked -> kicked.answer()
                        ? new Reply(200, new JsonObject().put("kicked", id.toString()))
                        : Reply.unknown("no such client", id))
                .otherwise(cause -> Reply.unanswered("the node did not answer", id.node(), List.of(id.node())));
    }
}
