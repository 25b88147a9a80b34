package dev.headwater.server.foreign;

import dev.headwater.server.config.RelayEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * How a relay is doing at one node.
 *
 * @param since when it came into the state
 * @param bytes that it brought or sent since it is this node's
 * @param failure why an attempt ended last, since it is this node's
 */
public record RelayReport(RelayEntry entry, RelayState state, Instant since, long bytes, Optional<Failure> failure) {
    /** @param why without keys */
    public record Failure(Instant at, String why) {}
}
