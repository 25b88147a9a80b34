package dev.headwater.loadtest.measure;

/** The durations that a run records. */
public enum Timing {
    /** From the publisher's send to the player's read of a live video frame. */
    LATENCY,
    /** From the start of a player's connect to its first key frame. */
    FIRST_FRAME,
    /** From the start of a publisher's connect to the server's consent. */
    PUBLISH_START,
    /** By how much a frame of our own publishers left later than it was due: our fault, not the server's. */
    SEND_LAG,
    /** From when a stalled player stopped reading to its being closed by the server. */
    STALL_TO_CLOSE,
    /** From the question for a playlist to its last byte; not where the server is to wait. */
    PLAYLIST_RESPONSE,
    /** From the question for a segment or part to its first byte. */
    SEGMENT_FIRST_BYTE,
    /** From the question for a segment or part to its last byte. */
    SEGMENT_RESPONSE,
    /** From the publisher's send of a frame to when a player of HLS shows it. */
    SCREEN_LATENCY,
    /** How long a player of HLS had nothing to show. */
    HALT
}
