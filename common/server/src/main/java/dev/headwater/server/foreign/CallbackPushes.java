package dev.headwater.server.foreign;

import dev.headwater.media.StreamKey;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.PushRelay;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.hooks.Pushes;
import dev.headwater.server.role.StreamSource;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Streams that a callback wants published elsewhere, by the node that their publisher came to, for as long as it publishes. Nobody
 * owns them in the cluster: they end with the publisher's connection. Thread-safe.
 */
public final class CallbackPushes implements Pushes {
    private static final String NAME = "callback";

    private final ForeignConnector connector;
    private final StreamSource source;
    private final Supplier<NodeConfig> config;

    /** @param source finds the streams */
    public CallbackPushes(ForeignConnector connector, StreamSource source, Supplier<NodeConfig> config) {
        this.connector = connector;
        this.source = source;
        this.config = config;
    }

    @Override
    public Push begin(StreamKey stream, RelayUrl to) {
        var ports = new RelayPorts(
                connector,
                source,
                key -> Future.succeededFuture(Optional.empty()),
                request -> Future.failedFuture(new IllegalStateException("a push publishes nothing here")),
                () -> ThreadLocalRandom.current().nextLong(),
                Demand.LIFE,
                () -> RelayTimes.of(config.get()));
        var loop = connector.nextLoop();
        var attempts = new Attempts(
                "push=" + NAME + " stream=" + stream + " to=" + to, loop, state -> {}, ports.times(), ports.random());
        var run = new PushRun(new PushRelay(NAME, stream, to), ports, attempts);
        loop.execute(run::start);
        return () -> loop.execute(run::stop);
    }
}
