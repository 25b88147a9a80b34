package dev.headwater.loadtest.lab.measure;

import dev.headwater.loadtest.source.SendStamp;
import java.util.BitSet;

/** Which frames of one kind and one publication a player has got. Confined to the player's event loop. */
final class SeenFrames {
    /** What a frame is to those before it. */
    sealed interface Step {
        /** The one that was due. */
        record Next() implements Step {}

        /** A later one. */
        record Skipped(long lost) implements Step {}

        /** One that is there already. */
        record Again() implements Step {}

        /** One that was left out before. */
        record Late() implements Step {}
    }

    private final long first;
    private final BitSet seen = new BitSet();
    private long last;

    /** @param sequence of the first */
    SeenFrames(long sequence) {
        first = sequence;
        last = sequence - 1;
    }

    /** Whether the frame was sent after all that came. */
    boolean isNewer(long sequence) {
        return SendStamp.distance(sequence, last) > 0;
    }

    Step take(long sequence) {
        int step = SendStamp.distance(sequence, last);
        int index = SendStamp.distance(sequence, first);
        if (index < 0) {
            return new Step.Late();
        }
        boolean again = seen.get(index);
        seen.set(index);
        if (step > 0) {
            last = sequence;
            return step == 1 ? new Step.Next() : new Step.Skipped(step - 1L);
        }
        return again ? new Step.Again() : new Step.Late();
    }
}
