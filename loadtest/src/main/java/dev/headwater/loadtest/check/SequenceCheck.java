package dev.headwater.loadtest.check;

import dev.headwater.loadtest.source.SendStamp;

/** Holds the sequence numbers of one player's video frames against their order. Confined to the player's event loop. */
final class SequenceCheck {
    private static final long NONE = -1;

    /** So many frames back is no late frame but another publisher, who counts anew: once out of order. */
    private static final int NEW_PUBLISHER = 250;

    private final StreamCheck.Faults faults;
    private long last = NONE;

    SequenceCheck(StreamCheck.Faults faults) {
        this.faults = faults;
    }

    void next(long sequence) {
        int step = last == NONE ? 1 : SendStamp.distance(sequence, last);
        if (step > 1) {
            faults.found(Fault.LOST_FRAME, step - 1L);
        } else if (step <= 0) {
            faults.found(Fault.OUT_OF_ORDER, 1);
        }
        if (step > 0 || step < -NEW_PUBLISHER) {
            last = sequence;
        }
    }

    /** What comes next need not follow. */
    void interrupted() {
        last = NONE;
    }
}
