package dev.headwater.server.control;

import dev.headwater.cluster.NodeRecord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@code /api/v1/nodes}. Thread-safe. */
final class NodesResource {
    private static final int ACCEPTED = 202;

    private final Asking asking;

    NodesResource(Asking asking) {
        this.asking = asking;
    }

    /** Every node that announced itself, with what it says of its work. */
    Future<Reply> list() {
        return asking.nodes()
                .compose(records -> asking.askAll(asking.ids(records), id -> new NodeAsk.Describe())
                        .map(gathered -> reply(records, gathered)))
                .otherwise(cause -> Reply.unavailable("cannot list nodes now", cause));
    }

    private static Reply reply(List<NodeRecord> records, Gathered<NodeFigures> gathered) {
        var list = new JsonArray();
        records.stream().sorted(Comparator.comparing(NodeRecord::nodeId)).forEach(record -> {
            var figures = Optional.ofNullable(gathered.answers().get(record.nodeId()));
            var json = json(record).put("answered", figures.isPresent());
            figures.ifPresent(told -> json.mergeIn(told.json()));
            list.add(json);
        });
        return Reply.of(new JsonObject().put("nodes", list), gathered.unanswered());
    }

    private static JsonObject json(NodeRecord node) {
        return new JsonObject()
                .put("id", node.nodeId())
                .put("role", node.role())
                .put("zone", node.zone())
                .put("host", node.hosts().node())
                .put("public_host", node.hosts().clients())
                .put("rtmp_port", node.ports().rtmp())
                .put("relay_port", node.ports().relay())
                .put("http_port", node.ports().http())
                .put("load", node.load())
                .put("draining", node.draining());
    }

    /** Tells a node to go, as SIGTERM would. It goes when the answer has left. */
    Future<Reply> drain(String nodeId) {
        return asking.nodeIds()
                .compose(ids -> ids.contains(nodeId)
                        ? askToDrain(nodeId)
                        : Reply.unknown("no such node", nodeId).asFuture())
                .otherwise(cause -> Reply.unavailable("cannot look nodes up now", cause));
    }

    private Future<Reply> askToDrain(String nodeId) {
        return asking.ask(nodeId, new NodeAsk.Drain())
                .map(agreed -> new Reply(
                        ACCEPTED,
                        new JsonObject().put("node", nodeId).put("draining", agreed.answer()),
                        agreed.acknowledge()))
                .otherwise(cause -> Reply.unanswered("the node did not answer", nodeId, List.of(nodeId)));
    }
}
