package dev.headwater.server.play;

/** Why somebody does not play, as far as he is to know. */
public enum PlayRefusal {
    /** He may not. */
    DENIED,
    /** A limit is reached. */
    FULL,
    /** There is no such stream, and he has waited for it. */
    NOT_FOUND,
    /** Not here, or not now: no fault of his. */
    UNAVAILABLE;

    /** As the reason in the metrics; of {@link #FULL} it is the limit. */
    String counted() {
        return "PLAY_" + name();
    }
}
