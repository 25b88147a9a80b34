package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import java.util.Optional;

/**
 * Whom a pull asks.
 *
 * @param record the owner, as the directory knows it
 * @param parent the node that is asked in the owner's place; empty for the owner
 * @param isDetour whether that node is asked because the owner is out of reach, and fetches what it does not have; if not, the
 *     owner sent us there
 */
public record PullTarget(StreamRecord record, Optional<RelayAddress> parent, boolean isDetour) {
    static PullTarget owner(StreamRecord record) {
        return new PullTarget(record, Optional.empty(), false);
    }

    static PullTarget detour(StreamRecord record, RelayAddress over) {
        return new PullTarget(record, Optional.of(over), true);
    }

    /** Where the node that was asked sends us. */
    PullTarget on(RelayAddress place) {
        return new PullTarget(record, Optional.of(place), isDetour);
    }

    /** The owner would send us to that node by now: it is no way around any more. */
    PullTarget inTree() {
        return new PullTarget(record, parent, false);
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
