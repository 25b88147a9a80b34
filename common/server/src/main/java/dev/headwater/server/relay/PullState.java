package dev.headwater.server.relay;

/** Where a pull stands. */
public enum PullState {
    /** Entry: made, nobody has asked yet. Left with the first player that does. */
    IDLE,
    /** Entry: somebody wants the stream, or the upstream was lost. The directory is asked. Left when it answers, or names an owner unasked. */
    RESOLVING,
    /** Entry: nobody to pull from, or the attempt failed. Waits out a backoff. Left when it is over, or when an owner is named. */
    BACKING_OFF,
    /** Entry: an owner is known, its relay port is being connected. Left when it greets, fails, or takes too long. */
    PULLING,
    /**
     * Entry: the node that was asked greeted (the owner, a node of its tree, or one on a way around), and somebody plays, was let in, or is a
     * node that pulls from here. Frames flow. Left when the upstream goes or the last player does.
     */
    LIVE,
    /** Entry: the last player left. The pull goes on for {@code play.linger}. Left when a player comes, the upstream goes or the time is over. */
    LINGERING,
    /** Entry: the stream ended, the hold is over, or nobody wants it. Final: whoever comes now needs a new pull. */
    OVER;

    /** Whether that step is one of a pull. To {@link #OVER} there is one from everywhere. */
    boolean canBecome(PullState next) {
        return switch (this) {
            case IDLE -> next == RESOLVING || next == OVER;
            // LIVE: another node than the owner greeted meanwhile
            case RESOLVING -> next == PULLING || next == BACKING_OFF || next == LIVE || next == OVER;
            case BACKING_OFF -> next == RESOLVING || next == PULLING || next == LIVE || next == OVER;
            case PULLING -> next == LIVE || next == BACKING_OFF || next == OVER;
            case LIVE ->
                next == LINGERING || next == PULLING || next == RESOLVING || next == BACKING_OFF || next == OVER;
            // RESOLVING and BACKING_OFF: a player that joins is counted before it is heard of
            case LINGERING -> next == LIVE || next == RESOLVING || next == BACKING_OFF || next == OVER;
            case OVER -> false;
        };
    }

    /** Whether somebody wants it, and the way to it is looked for. */
    boolean isOnTheWay() {
        return switch (this) {
            case RESOLVING, BACKING_OFF, PULLING -> true;
            case IDLE, LIVE, LINGERING, OVER -> false;
        };
    }
}
