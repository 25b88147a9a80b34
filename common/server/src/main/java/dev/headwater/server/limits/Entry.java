package dev.headwater.server.limits;

/** The answer to one who wants to connect, publish or play. */
public sealed interface Entry {
    /**
     * There is room.
     *
     * @param leave to be called once, when it is gone; any thread
     */
    record In(Runnable leave) implements Entry {}

    /**
     * There is none.
     *
     * @param explanation for our log: value, limit, key
     */
    record Full(Limit limit, String explanation) implements Entry {}
}
