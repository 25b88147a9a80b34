package dev.headwater.server.auth;

/** Why somebody was denied: for our log and metrics, never for the client. */
public enum Denial {
    /** Nobody may. */
    CLOSED,
    /** There was nothing to judge by. */
    NO_CREDENTIAL,
    /** What there was is none of ours: a guess, perhaps. */
    BAD_CREDENTIAL,
    /** It was good once, or is not yet. */
    EXPIRED,
    /** It is good for something else. */
    NOT_FOR_THIS,
    /** Nobody may from there. */
    ADDRESS,
    /** Too many from there were bad. */
    THROTTLED,
    /** A stream key stood where it does not belong. */
    MISPLACED_KEY,
    /** A callback said no. */
    HOOK_REFUSED,
    /** A callback was to say, and said nothing that could be understood, or nothing at all. */
    HOOK_FAILED
}
