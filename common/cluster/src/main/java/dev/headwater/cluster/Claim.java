package dev.headwater.cluster;

import java.util.Optional;

/** The answer to a claim. */
public sealed interface Claim {
    /**
     * The name is the caller's.
     *
     * @param previous the record that this claim replaced, an owner's or a tombstone's
     */
    record Granted(StreamRecord record, Optional<StreamRecord> previous) implements Claim {}

    /** Somebody has it and the policy refuses. */
    record HeldBy(StreamRecord record) implements Claim {}
}
