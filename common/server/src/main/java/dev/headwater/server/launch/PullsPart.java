package dev.headwater.server.launch;

import dev.headwater.server.relay.Pulls;
import io.vertx.core.Future;
import java.time.Duration;

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

    /** Nodes that pull from here find another place while this one still serves; players stay until they leave. */
    @Override
    public Future<?> drain(Duration limit) {
        pulls.letGoOfNodes();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        pulls.close();
        return Future.succeededFuture();
    }
}
