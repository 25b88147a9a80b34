package dev.headwater.server.play;

/** Why a play is refused, as far as the client is to know. */
public enum PlayRefusal {
    /** The client may not play the stream. */
    DENIED,
    /** A limit is reached. */
    FULL,
    /** There is no such stream, and the client has waited for it. */
    NOT_FOUND,
    /** Not here, or not now: no fault of the client. */
    UNAVAILABLE;

    /** As the reason in the metrics; of {@link #FULL} it is the limit. */
    String counted() {
        return "PLAY_" + name();
    }
}
