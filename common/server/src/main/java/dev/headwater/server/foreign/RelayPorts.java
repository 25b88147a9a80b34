package dev.headwater.server.foreign;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.StreamSource;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the runs of relays stand on.
 *
 * @param source finds the streams to push, wherever they are
 * @param names finds who has the name of a stream, or had it last
 * @param gate takes the streams that are pulled; it refuses a name that somebody publishes
 * @param demandLife how long a play counts as one that was heard of
 * @param times asked at each use: they change by reload
 */
record RelayPorts(
        ForeignConnector connector,
        StreamSource source,
        Function<StreamKey, Future<Optional<StreamRecord>>> names,
        PublishGate gate,
        RandomGenerator random,
        Duration demandLife,
        Supplier<RelayTimes> times) {
    /** How long a foreign server may take to connect and answer. */
    Duration answer() {
        return connector.patience();
    }
}
