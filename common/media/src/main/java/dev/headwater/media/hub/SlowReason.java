package dev.headwater.media.hub;

/** Why frames were not sent to a player. The name is the {@code reason} of the metric. */
public enum SlowReason {
    /** The oldest byte of its queue was over {@code player.queue-duration}. */
    QUEUE_DURATION,
    /** Its queue was over {@code player.queue-bytes}. */
    QUEUE_BYTES,
    /** Its event loop was behind by as much. */
    LOOP_LATE
}
