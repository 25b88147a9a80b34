package dev.headwater.server.route;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Answers where a stream is best played. Thread-safe. */
public final class Routes {
    private static final int MAX_EDGES = 8;

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
        Future<Route> route = directory
                .find(key)
                .compose(found -> found.isPresent() || onDemand.test(key)
                        ? choice.inOrder(key, callersZone)
                                .compose(edges -> edges.isEmpty()
                                        ? origins(key, callersZone, found.isPresent())
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
        return directory
                .find(key)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : nodes.recent().map(known -> node(known, found.get().originId())));
    }

    /** Without an edge the owner serves players itself; a stream that the first play brings, any origin. */
    private Future<List<NodeRecord>> origins(StreamKey key, String zone, boolean isLive) {
        return isLive
                ? owner(key)
                        .map(owner ->
                                owner.filter(EdgeChoice::takesPlayers).stream().toList())
                : choice.originsInOrder(key, zone);
    }

    private static Optional<NodeRecord> node(List<NodeRecord> known, String id) {
        return known.stream().filter(node -> node.nodeId().equals(id)).findFirst();
    }

    private static Route route(StreamKey key, String zone, List<NodeRecord> edges) {
        return edges.isEmpty()
                ? new Route.NoEdge("no node takes players now")
                : new Route.Edges(key, zone, edges.subList(0, Math.min(MAX_EDGES, edges.size())));
    }
}
