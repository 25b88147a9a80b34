package dev.headwater.media.hub;

/** What the fan-out counts. Thread-safe; called on event loops, so nothing in it blocks. */
public interface HubMetrics {
    /** Counts nothing. */
    HubMetrics NONE = frames -> {};

    /** Frames not sent to a player because it could not keep up. */
    void dropped(int frames);
}
