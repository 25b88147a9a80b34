package dev.headwater.media.hub;

/** What the fan-out counts. Thread-safe; called on event loops, so nothing in it blocks. */
public interface HubMetrics {
    /** Counts nothing. */
    HubMetrics NONE = new HubMetrics() {};

    /** Frames not sent to a player because it, or its event loop, could not keep up. */
    default void dropped(SlowReason reason, int frames) {}

    /** A frame of the source that was passed on to nobody. */
    default void withheld(DropReason reason) {}

    /** A player threw and was ended: a fault of ours, logged as such. */
    default void playerFailed() {}

    /**
     * The frames of a stream left for its players on one event loop.
     *
     * @param intervalNanos since the same happened last
     * @param waitedNanos how long the oldest frame had waited for it
     */
    default void pulse(PulseReason reason, long intervalNanos, long waitedNanos) {}

    /**
     * Frames left for the players of one stream, format and event loop.
     *
     * @param oldestNanos how long the oldest byte in any of these players' queues had waited; 0 if nothing waited
     */
    default void queueAge(long oldestNanos) {}

    /**
     * The same frames, by how these players keep up.
     *
     * @param inTime players whose queues had waited for less than half a second, as those of a node that keeps up do
     * @param behind the others: a bad line of their own, or a node that cannot send enough
     */
    default void delivered(int inTime, int behind) {}

    /**
     * Frames of a stream that comes by a relay left for its players on one event loop.
     *
     * @param nanos since the oldest of them came to the node that owns the stream
     */
    default void relayDelay(long nanos) {}

    /** Players that wait for their turn to start changed by {@code change}: a crowd comes in slices. */
    default void waitingToStart(int change) {}
}
