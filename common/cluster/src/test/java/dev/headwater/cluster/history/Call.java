package dev.headwater.cluster.history;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import java.util.Optional;

/**
 * One call on a directory that was answered.
 *
 * @param node through which node it was made
 * @param publisher of a call about an ownership: one of a kind for each claim; else the name of who asked
 * @param fromNanos when it was made, by the history's one clock
 * @param toNanos when its answer came
 */
public record Call(String node, String publisher, StreamKey key, long fromNanos, long toNanos, Outcome outcome) {
    /** What the directory said. */
    public sealed interface Outcome {
        /** The name is the publisher's. */
        record Granted(StreamRecord record) implements Outcome {}

        /** Its announcement stands. */
        record Confirmed(StreamRecord record) implements Outcome {}

        /** It learns of a higher epoch. */
        record Lost(StreamRecord own, StreamRecord standing) implements Outcome {}

        /** It gave the name up, or tried to: it does not believe that it owns it any more. */
        record Released(StreamRecord record) implements Outcome {}

        /** It died, or its node with it: it announces no more. */
        record Died() implements Outcome {}

        /** The answer to a query. */
        record Found(Optional<StreamRecord> record) implements Outcome {}

        /** The answer to a query after the dust has settled. */
        record Settled(Optional<StreamRecord> record) implements Outcome {}
    }

    boolean isBefore(Call other) {
        return toNanos - other.fromNanos < 0;
    }
}
