package dev.headwater.server.statics;

import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.StreamSource;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What the runs of relays stand on.
 *
 * @param source finds the streams to push, wherever they are
 * @param gate takes the streams that are pulled; it refuses a name that somebody publishes
 * @param silence a server that sends no byte for this long, not even the answer to a ping, is gone ({@code
 *     relays.silence-timeout})
 * @param demandLife how long a play counts as one that was heard of
 */
record RelayPorts(
        ForeignConnector connector,
        StreamSource source,
        PublishGate gate,
        RandomGenerator random,
        Duration silence,
        Duration demandLife,
        Duration minBackoff,
        Duration maxBackoff) {
    /** How long a foreign server may take to connect and answer. */
    Duration answer() {
        return connector.patience();
    }
}
