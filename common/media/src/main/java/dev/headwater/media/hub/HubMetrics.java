package dev.headwater.media.hub;

/** What the fan-out counts. Thread-safe; called on event loops, so nothing in it blocks. */
public interface HubMetrics {
    /** Counts nothing. */
    HubMetrics NONE = frames -> {};

    /** Frames not sent to a player because it, or its event loop, could not keep up. */
    void dropped(int frames);

    /** A frame of the source that was passed on to nobody. */
    default void withheld(DropReason reason) {}

    /** A player threw and was ended: a fault of ours, logged as such. */
    default void playerFailed() {}
}
