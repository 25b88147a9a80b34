package dev.headwater.server.route;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.StreamSource;
import io.vertx.core.Future;
import java.util.List;

/**
 * Sends players to the best edge ({@code play.redirect=edge}); while there is none, the node serves them itself. Whether the
 * stream exists is the edge's business, which waits for one that is about to start. Thread-safe.
 */
public final class EdgeRedirect implements StreamSource {
    private static final int MAX_NAMED = 3;

    private final EdgeChoice choice;
    private final String zone;
    private final StreamSource own;

    public EdgeRedirect(EdgeChoice choice, String zone, StreamSource own) {
        this.choice = choice;
        this.zone = zone;
        this.own = own;
    }

    @Override
    public Future<PlayDecision> open(PlayRequest request) {
        return choice.inOrder(request.key(), zone)
                .otherwise(cause -> List.of())
                .compose(edges -> edges.isEmpty()
                        ? own.open(request)
                        : Future.succeededFuture(new PlayDecision.Elsewhere(edges.stream()
                                .limit(MAX_NAMED)
                                .map(EdgeRedirect::authority)
                                .toList())));
    }

    private static String authority(NodeRecord edge) {
        return edge.host().contains(":")
                ? "[" + edge.host() + "]:" + edge.rtmpPort()
                : edge.host() + ":" + edge.rtmpPort();
    }
}
