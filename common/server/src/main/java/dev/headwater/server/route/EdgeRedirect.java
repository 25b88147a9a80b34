package dev.headwater.server.route;

import dev.headwater.server.net.HostPort;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.StreamSource;
import io.vertx.core.Future;
import java.util.List;

/**
 * Sends players to the best edge ({@code play.redirect=edge}); while there is none, the node serves them itself. Whether the
 * stream exists is the edge's business, which waits for one that is about to start. Who came by TLS is sent to edges that
 * speak it. Thread-safe.
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
        var way = request.withinTls() ? Endpoint.RTMPS : Endpoint.RTMP;
        return choice.inOrder(request.key(), zone)
                .otherwise(cause -> List.of())
                .map(edges -> edges.stream()
                        .filter(edge -> way.isAt(edge, request.withinTls()))
                        .limit(MAX_NAMED)
                        .map(edge -> HostPort.text(edge.hosts().clients(), way.port(edge, request.withinTls())))
                        .toList())
                .compose(places -> places.isEmpty()
                        ? own.open(request)
                        : Future.succeededFuture(new PlayDecision.Elsewhere(places)));
    }
}
