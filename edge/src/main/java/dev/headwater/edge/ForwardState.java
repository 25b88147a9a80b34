package dev.headwater.edge;

/** Where a forwarded publish stands. The arrows between the states are {@link #canBecome}. */
enum ForwardState {
    /** A publisher came, its origin was lost, or a backoff is over: the node directory is asked. Left when it answers. */
    SEEKING,
    /** An origin was chosen and is asked. Left when it takes the publisher, refuses, fails, or takes too long. */
    ASKING,
    /** No origin takes a stream that had one, or the one that took it was lost before it had it for a while. Left when the backoff is over. */
    BACKING_OFF,
    /** An origin took a stream that had one before. It gets nothing yet. Left at a key frame, or when there is none to wait for. */
    RESUMING,
    /** An origin has the stream, and frames flow. Left when it is lost. */
    LIVE,
    /**
     * An origin took a stream that is over, so that the viewers hear of its end, or was about to get its first frames when the publisher
     * said goodbye. Left for good when the viewers are there.
     */
    SIGNING_OFF,
    /** The publisher left or was told that it is over. Final. */
    OVER;

    /** True if a forward may go from this state to {@code next} in one step. */
    boolean canBecome(ForwardState next) {
        return switch (this) {
            case SEEKING -> next == ASKING || next == BACKING_OFF || next == OVER;
            case ASKING -> next != SEEKING; // ASKING: the next one
            case BACKING_OFF -> next == SEEKING || next == OVER;
            case RESUMING ->
                next == LIVE || next == SIGNING_OFF || next == SEEKING || next == BACKING_OFF || next == OVER;
            case LIVE, SIGNING_OFF -> next == SEEKING || next == BACKING_OFF || next == OVER;
            case OVER -> false;
        };
    }

    /** Whether the stream is at an origin. */
    boolean isPlaced() {
        return switch (this) {
            case RESUMING, LIVE, SIGNING_OFF -> true;
            case SEEKING, ASKING, BACKING_OFF, OVER -> false;
        };
    }
}
