package dev.headwater.testkit.history;

import java.util.Optional;

/**
 * What was asked and answered once, at one node.
 *
 * @param node through which node it was asked
 * @param publisher of a call about an ownership: one of a kind for each claim; else the name of who asked
 * @param name of the stream
 * @param fromNanos when it was asked, by {@link System#nanoTime}, which all processes of a machine share on Linux
 * @param toNanos when its answer came
 */
public record Call(String node, String publisher, String name, long fromNanos, long toNanos, Outcome outcome) {
    /** What was said. */
    public sealed interface Outcome {
        /** The name is the publisher's. */
        record Granted(Epoch epoch) implements Outcome {}

        /** The publisher is turned away. */
        record Refused() implements Outcome {}

        /** Its announcement stands. */
        record Confirmed(Epoch epoch) implements Outcome {}

        /** Its announcement does not stand, since a higher epoch does: if that is another node's, who announced it has to end it. */
        record Lost(Epoch own, Epoch standing) implements Outcome {}

        /** The publisher is told that another has the name. */
        record TakenOver() implements Outcome {}

        /** It gave the name up, or tried to: it does not believe that it owns it any more. */
        record Released() implements Outcome {}

        /** It died, or its node with it: it announces no more. */
        record Died() implements Outcome {}

        /** A frame of the publisher's went to whoever plays the stream. */
        record Served(Epoch epoch) implements Outcome {}

        /** The answer to a query. */
        record Found(Optional<Epoch> epoch) implements Outcome {}

        /** The answer to a query after the dust has settled. */
        record Settled(Optional<Epoch> epoch) implements Outcome {}
    }

    boolean isBefore(Call other) {
        return toNanos - other.fromNanos < 0;
    }
}
