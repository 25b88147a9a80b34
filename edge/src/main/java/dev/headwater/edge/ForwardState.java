package dev.headwater.edge;

/** Where a forwarded publish stands. */
enum ForwardState {
    /** Entry: a publisher came, its origin was lost, or a pause is over. The node directory is asked. Left when it answers. */
    SEEKING,
    /** Entry: an origin was chosen and is asked. Left when it takes the publisher, refuses, fails, or takes too long. */
    ASKING,
    /** Entry: the origin took the publisher. Frames flow, from the next key frame on. Left when the origin goes or the publisher does. */
    LIVE,
    /**
     * Entry: no origin takes a publisher that was live, or the one that took it was lost before it had the stream for a while. Waits out a
     * backoff. Left when that or {@code publish.forward-hold} is over.
     */
    HOLDING,
    /** Entry: the publisher left or was told that it is over. Final. */
    OVER
}
