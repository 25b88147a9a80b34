package dev.headwater.server.auth;

/** What somebody who was let in does, for who wants to hear of its end. */
@FunctionalInterface
public interface Visit {
    /** Nobody wants to. */
    Visit UNHEARD = reason -> {};

    /** It is over. Called once, on the visitor's event loop; must not block. */
    void over(String reason);
}
