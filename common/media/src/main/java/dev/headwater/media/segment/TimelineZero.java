package dev.headwater.media.segment;

import java.time.Instant;

/**
 * The wall-clock time of position 0 of a stream's timeline: a frame at 7 s that comes at 12:00:07 says that it was 12:00:00. Playlists date
 * their segments by it.
 *
 * <p>It has to follow: the two clocks drift apart, and an encoder leaps or is away for longer than its timeline goes on. A frame may come late
 * but never early, so among the frames of some seconds the one that says the earliest time is right. That replaces the time in use only if
 * the two differ by more than players notice, so that a line that is slow for a moment moves nothing. Confined to its owner's thread.
 */
public final class TimelineZero {
    /** How wrong the time in use may be before it is replaced. */
    private static final long MOST_WRONG_MS = 500;

    /** How long the frames are watched for the earliest time. If all of them were late for so long, they are not late: the encoder was away. */
    private static final long LATE_MS = 5_000;

    private Instant zero = Instant.EPOCH;
    private boolean known;

    // ---- since it was last looked at ----
    private Instant since = Instant.EPOCH;
    private Instant soonest = Instant.MAX;

    /** Another publication begins, after however long a pause: its first frame says the time anew. */
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
