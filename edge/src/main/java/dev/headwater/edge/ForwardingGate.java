package dev.headwater.edge;

import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.relay.RelayConnector;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.PublishRequest;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forwards a publisher to the best origin, so that a broadcaster may hit any node. Thread-safe. */
final class ForwardingGate implements PublishGate {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardingGate.class);

    private final NodeDirectory nodes;
    private final OriginChoice choice;
    private final RelayConnector connector;
    private final long maxPendingBytes;

    /** @param maxPendingBytes how far an origin may fall behind before the publisher is ended ({@code player.queue-bytes}) */
    ForwardingGate(NodeDirectory nodes, OriginChoice choice, RelayConnector connector, long maxPendingBytes) {
        this.nodes = nodes;
        this.choice = choice;
        this.connector = connector;
        this.maxPendingBytes = maxPendingBytes;
    }

    @Override
    public Future<PublishDecision> admit(PublishRequest request) {
        return nodes.nodes()
                .compose(known -> choice.best(known)
                        .map(origin -> forward(origin, request))
                        .orElseGet(() -> Future.succeededFuture(new PublishDecision.Refused(
                                StatusCode.STREAM_FAILED, "no origin takes publishers now"))));
    }

    private Future<PublishDecision> forward(NodeRecord origin, PublishRequest request) {
        var publication = new ForwardedPublication(request, maxPendingBytes);
        LOG.info("forward publish stream={} peer={} origin={}", request.key(), request.peer(), origin.nodeId());
        return connector
                .connect(
                        request.loop(),
                        origin.host(),
                        origin.relayPort(),
                        request.key().app(),
                        publication)
                .onSuccess(publication::opened)
                .compose(connection -> publication.decision());
    }
}
