package dev.headwater.server.hooks;

/** What became of a call; the name is the {@code outcome} in metrics. */
public enum HookOutcome {
    /** Let in; or taken note of. */
    ALLOWED,
    REFUSED,
    /** An answer that says neither. */
    UNUSABLE,
    /** No answer in time, or one that tells of a fault of the other side. */
    UNANSWERED,
    /** Not called: the URL did not answer a moment ago. */
    SKIPPED,
    /** Not called, or too late for an answer: too many calls to the URL are under way. */
    OVERFLOW,
    /** Not called: the answer from before holds. */
    CACHED,
    /** A notification that nobody took, after all retries or since too many waited. */
    DROPPED
}
