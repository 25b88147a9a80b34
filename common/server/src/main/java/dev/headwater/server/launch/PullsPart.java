package dev.headwater.server.launch;

import dev.headwater.server.relay.Pulls;
import io.vertx.core.Future;

/** The pulls as a part of the node: they need no start and end with it. */
public record PullsPart(Pulls pulls) implements Part {
    @Override
    public String name() {
        return "pulls";
    }

    @Override
    public Future<?> start() {
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        pulls.close();
        return Future.succeededFuture();
    }
}
