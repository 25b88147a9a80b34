package dev.headwater.media.hub;

/** Why a stream's frames left for its players when they did. The name is the {@code reason} of the metric. */
public enum PulseReason {
    /** A video message came, and took along what waited. */
    VIDEO,
    /** Something had waited for {@code fanout.max-delay}. */
    MAX_DELAY,
    /** The event loop was late and held the frames back, to send more with one call. */
    STRETCH,
    /** Gathering is off, or the stream was interrupted or ended. */
    AT_ONCE
}
