package dev.headwater.edge;

import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.PublishRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Forwards a publisher to the best origin that is there, so that a broadcaster may hit any node. Thread-safe. */
final class ForwardingGate implements PublishGate {
    private final ForwardPorts ports;
    private final Supplier<ForwardSettings> settings;

    /** @param settings of the next publish */
    ForwardingGate(ForwardPorts ports, Supplier<ForwardSettings> settings) {
        this.ports = ports;
        this.settings = settings;
    }

    @Override
    public Future<PublishDecision> admit(PublishRequest request) {
        Promise<PublishDecision> decision = Promise.promise();
        request.loop()
                .execute(() ->
                        new Forward(request, ports, settings.get()).start().onComplete(decision));
        return decision.future();
    }
}
