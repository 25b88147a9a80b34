package dev.headwater.server.role;

import dev.headwater.cluster.NodesView;
import dev.headwater.rtmp.message.StatusCode;
import io.vertx.core.Future;

/**
 * Refuses what a push of this very cluster brings back to the stream that it is of, which would end the stream's broadcaster. To stand
 * before the gate of ports for clients. Thread-safe.
 */
public final class ReturnGate implements PublishGate {
    private static final PublishDecision REFUSED =
            new PublishDecision.Refused(StatusCode.PUBLISH_BAD_NAME, PushMark.REFUSAL);

    private final NodesView nodes;
    private final PublishGate next;

    public ReturnGate(NodesView nodes, PublishGate next) {
        this.nodes = nodes;
        this.next = next;
    }

    @Override
    public Future<PublishDecision> admit(PublishRequest request) {
        return request.pushed().equals(PushMark.NONE)
                ? next.admit(request)
                : comesFromHere(request).compose(here -> here ? Future.succeededFuture(REFUSED) : next.admit(request));
    }

    /** Not, if it cannot be told. Pushes are rare, and the one that pushes may have started a moment ago. */
    private Future<Boolean> comesFromHere(PublishRequest request) {
        return nodes.now()
                .map(all -> all.stream()
                        .anyMatch(node -> PushMark.of(node.run(), request.key()).equals(request.pushed())))
                .otherwise(false);
    }
}
