package dev.headwater.media.segment;

import java.time.Instant;

/**
 * When position 0 of a stream's timeline was, by this node's clock. The two part: a clock drifts, an encoder leaps or is away for longer
 * than the timeline goes on for it. Frames come late at times and never early, so the one that came soonest says it best; and so that a slow line
 * for a moment moves nothing, it stays where it is until it is wrong by more than players notice. Confined to its owner's thread.
 */
public final class TimelineZero {
    /** How wrong it may be. */
    private static final long MOST_WRONG_MS = 500;

    /** Frames that come late for so long do not come late: that is when they are. */
    private static final long LATE_MS = 5_000;

    private Instant zero = Instant.EPOCH;
    private boolean known;

    // ---- since it was last looked at ----
    private Instant since = Instant.EPOCH;
    private Instant soonest = Instant.MAX;

    /** Another publication goes on from here, after however long. */
    public void restart() {
        known = false;
    }

    /**
     * A frame has come.
     *
     * @param ms position on the timeline
     */
    public void heard(Instant now, long ms) {
        var said = now.minusMillis(ms);
        if (!known) {
            known = true;
            soonest = said;
            look(now);
            return;
        }
        soonest = said.isBefore(soonest) ? said : soonest;
        if (said.isBefore(zero) || now.isAfter(since.plusMillis(LATE_MS))) {
            look(now);
        }
    }

    private void look(Instant now) {
        if (isWrong()) {
            zero = soonest;
        }
        since = now;
        soonest = Instant.MAX;
    }

    private boolean isWrong() {
        return soonest.isBefore(zero.minusMillis(MOST_WRONG_MS)) || soonest.isAfter(zero.plusMillis(MOST_WRONG_MS));
    }

    public Instant now() {
        return zero;
    }

    /** How long after the soonest a frame has come; not negative. */
    public long lateMs(Instant now, long ms) {
        return Math.max(0, now.toEpochMilli() - zero.toEpochMilli() - ms);
    }
}
