package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import java.util.Optional;

/**
 * Whom a pull asks.
 *
 * @param record the owner, as the directory knows it
 * @param parent the node that is asked in the owner's place, because the owner sent us there; empty for the owner
 */
public record PullTarget(StreamRecord record, Optional<RelayAddress> parent) {
    static PullTarget owner(StreamRecord record) {
        return new PullTarget(record, Optional.empty());
    }

    RelayAddress address() {
        return parent.orElseGet(() -> new RelayAddress(record.relayHost(), record.relayPort()));
    }

    /** For logs. */
    @Override
    public String toString() {
        return parent.isPresent() ? "the relay at " + parent.get() : record.originId() + " at " + address();
    }
}
