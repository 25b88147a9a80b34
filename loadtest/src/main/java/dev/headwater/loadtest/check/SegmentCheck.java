package dev.headwater.loadtest.check;

import dev.headwater.loadtest.source.SendStamp;

/**
 * Holds the segments, or parts, of one rendition against what they must be. Of those that are there as a whole every frame is
 * looked at, of others what is in their heads. Confined to the player's event loop.
 */
public final class SegmentCheck {
    /** A send stamp is so near to the start of its frame. */
    private static final int STAMP_WITHIN_BYTES = 512;

    private final StreamCheck.Faults faults;
    private final SequenceCheck sequences;
    private long lastTime = -1;

    public SegmentCheck(StreamCheck.Faults faults) {
        this.faults = faults;
        sequences = new SequenceCheck(faults);
    }

    /** What a look at a segment tells, in the order of its bytes. */
    interface Findings {
        /** Frames begin at this time, in whatever unit the track has. */
        void time(long time);

        /** A frame, or what has come of it, is here. */
        void frame(int from, int to);
    }

    /** The first stamp that was found. */
    private final class Look implements Findings {
        private final byte[] body;
        private final boolean whole;
        private int firstStamp = -1;

        private Look(byte[] body, boolean whole) {
            this.body = body;
            this.whole = whole;
        }

        @Override
        public void time(long time) {
            if (time < lastTime) {
                faults.found(Fault.TIMESTAMP_BACK, 1);
            }
            lastTime = time;
        }

        @Override
        public void frame(int from, int to) {
            int stamp = SendStamp.search(body, from, Math.min(to, from + STAMP_WITHIN_BYTES));
            if (stamp < 0) {
                return;
            }
            if (firstStamp < 0) {
                firstStamp = stamp;
            }
            if (whole) {
                sequences.next(SendStamp.sequence(body, stamp));
            }
        }
    }

    /**
     * Takes the next one.
     *
     * @param kept how much of it {@code body} holds
     * @param length of the whole
     * @return where the first send stamp is, or -1
     */
    public int segment(byte[] body, int kept, long length) {
        var look = new Look(body, kept == length);
        boolean sound = kept > 0
                && (body[0] == TransportStream.SYNC
                        ? TransportStream.look(body, kept, length, look)
                        : Fragments.look(body, kept, length, look));
        if (!sound) {
            faults.found(Fault.BROKEN_SEGMENT, 1);
        }
        return look.firstStamp;
    }

    /** What comes next need not follow what came before. */
    public void interrupted() {
        sequences.interrupted();
        lastTime = -1;
    }
}
