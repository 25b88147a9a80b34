package dev.headwater.edge;

import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.PublishRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Forwards a publisher to the best origin that is there, so that a broadcaster may hit any node. Thread-safe. */
final class ForwardingGate implements PublishGate {
    private final ForwardPorts ports;
    private final ForwardSettings settings;

    ForwardingGate(ForwardPorts ports, ForwardSettings settings) {
        this.ports = ports;
        this.settings = settings;
    }

    @Override
    public Future<PublishDecision> admit(PublishRequest request) {
        Promise<PublishDecision> decision = Promise.promise();
        request.loop()
                .execute(() -> new Forward(request, ports, settings).start().onComplete(decision));
        return decision.future();
    }
}
