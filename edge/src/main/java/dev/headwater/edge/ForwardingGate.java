package dev.headwater.edge;

import dev.headwater.cluster.DirectoryUnavailableException;
import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.relay.RelayConnector;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.PublishRequest;
import io.vertx.core.Future;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forwards a publisher to the best origin that is there, so that a broadcaster may hit any node. Thread-safe. */
final class ForwardingGate implements PublishGate {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardingGate.class);

    private final NodeDirectory nodes;
    private final OriginChoice choice;
    private final RelayConnector connector;
    private final ForwardSettings settings;

    ForwardingGate(NodeDirectory nodes, OriginChoice choice, RelayConnector connector, ForwardSettings settings) {
        this.nodes = nodes;
        this.choice = choice;
        this.connector = connector;
        this.settings = settings;
    }

    @Override
    public Future<PublishDecision> admit(PublishRequest request) {
        return nodes.nodes()
                .compose(known -> {
                    var origins = choice.inOrder(known);
                    return origins.isEmpty()
                            ? refused("no origin takes publishers now")
                            : forward(origins.iterator(), request);
                })
                .recover(cause -> cause instanceof DirectoryUnavailableException
                        ? refused("no origin can be looked up now: " + cause.getMessage())
                        : Future.failedFuture(cause));
    }

    /** To the first of the {@code origins} that takes the connection; its answer stands. */
    private Future<PublishDecision> forward(Iterator<NodeRecord> origins, PublishRequest request) {
        if (request.left().isComplete()) {
            return refused("the publisher left");
        }
        if (!origins.hasNext()) {
            return refused("no origin can be reached now");
        }
        NodeRecord origin = origins.next();
        var publication = new ForwardedPublication(request, settings);
        LOG.info("forward publish stream={} peer={} origin={}", request.key(), request.peer(), origin.nodeId());
        return connector
                .connect(
                        request.loop(),
                        origin.host(),
                        origin.relayPort(),
                        request.key().app(),
                        publication)
                .compose(
                        connection -> {
                            publication.opened(connection);
                            return publication.decision();
                        },
                        cause -> {
                            LOG.info("origin={} takes no connection: {}", origin.nodeId(), cause.toString());
                            return forward(origins, request);
                        });
    }

    private static Future<PublishDecision> refused(String reason) {
        return Future.succeededFuture(new PublishDecision.Refused(StatusCode.STREAM_FAILED, reason));
    }
}
