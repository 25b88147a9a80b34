package dev.headwater.server.limits;

/** The answer to one who wants to connect, publish or play. */
public sealed interface Permit {
    /**
     * There is room.
     *
     * @param release to be called once, when it is gone; any thread
     */
    record Granted(Runnable release) implements Permit {}

    /**
     * There is none.
     *
     * @param explanation for our log: value, limit, key
     */
    record Exhausted(Limit limit, String explanation) implements Permit {}
}
