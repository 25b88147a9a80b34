package dev.headwater.server.auth;

/** Hears of the end of a publish or play that was allowed. */
@FunctionalInterface
public interface UseListener {
    /** Nobody wants to. */
    UseListener NONE = reason -> {};

    /** It is over. Called once, on the event loop of the use; must not block. */
    void onEnded(String reason);
}
