package dev.headwater.server.route;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Answers where a stream is best played. While the directory is silent, since the member that holds the stream's record is frozen,
 * an origin is believed that said it has the stream. Thread-safe.
 */
public final class Routes {
    private final StreamDirectory directory;
    private final NodesView nodes;
    private final EdgeChoice choice;
    private final Predicate<StreamKey> onDemand;
    private final String ownZone;

    /**
     * @param onDemand streams that need not be live: the first play brings them
     * @param ownZone the zone of callers that name none
     */
    public Routes(
            StreamDirectory directory,
            NodesView nodes,
            EdgeChoice choice,
            Predicate<StreamKey> onDemand,
            String ownZone) {
        this.directory = directory;
        this.nodes = nodes;
        this.choice = choice;
        this.onDemand = onDemand;
        this.ownZone = ownZone;
    }

    /** @param zone of the caller; empty if it names none. Never fails; completes on any thread: hop. */
    public Future<Route> find(StreamKey key, String zone) {
        String callersZone = zone.isEmpty() ? ownZone : zone;
        Future<Route> route = originId(key)
                .compose(originId -> originId.isPresent() || onDemand.test(key)
                        ? choice.inOrder(key, callersZone)
                                // without an edge the owner serves players itself; a stream that the first play brings,
                                // any origin
                                .compose(edges -> edges.isEmpty()
                                        ? originId.map(this::playableAt)
                                                .orElseGet(() -> choice.originsInOrder(key, callersZone))
                                        : Future.succeededFuture(edges))
                                .map(places -> route(key, callersZone, places))
                        : Future.succeededFuture(new Route.Unknown()));
        return route.otherwise(cause -> new Route.NoEdge("the cluster does not answer"));
    }

    /**
     * The node that has the stream from its publisher; empty if nobody publishes it, or the node has not announced itself. Completes
     * on any thread: hop.
     */
    public Future<Optional<NodeRecord>> owner(StreamKey key) {
        return originId(key)
                .compose(originId ->
                        originId.isEmpty() ? Future.succeededFuture(Optional.empty()) : node(originId.get()));
    }

    /** Empty if nobody publishes the stream; fails if neither the directory nor an origin tells. */
    private Future<Optional<String>> originId(StreamKey key) {
        return directory
                .find(key)
                .timeout(NodesView.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .map(found -> found.map(StreamRecord::originId))
                .recover(silence -> nodes.recent()
                        .map(known -> known.stream()
                                .filter(node ->
                                        node.isOrigin() && node.streams().mayHave(key))
                                .map(NodeRecord::nodeId)
                                .findFirst())
                        .compose(said -> said.isPresent() || onDemand.test(key)
                                ? Future.succeededFuture(said)
                                : Future.failedFuture(silence)));
    }

    private Future<List<NodeRecord>> playableAt(String originId) {
        return node(originId)
                .map(owner -> owner.filter(EdgeChoice::takesPlayers).stream().toList());
    }

    private Future<Optional<NodeRecord>> node(String id) {
        return nodes.recent()
                .map(known ->
                        known.stream().filter(node -> node.nodeId().equals(id)).findFirst());
    }

    private static Route route(StreamKey key, String zone, List<NodeRecord> edges) {
        return edges.isEmpty() ? new Route.NoEdge("no node takes players now") : new Route.Edges(key, zone, edges);
    }
}
