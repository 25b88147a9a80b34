package dev.headwater.loadtest.measure;

/** What a run counts. */
public enum Count {
    RECEIVED_BYTES,
    RECEIVED_VIDEO_FRAMES,
    RECEIVED_AUDIO_FRAMES,
    SENT_BYTES,
    SENT_FRAMES,
    /** Frames that our publishers threw away because the server did not take them. */
    UNSENT_FRAMES,
    /** Players that began to connect. */
    ATTEMPTS,
    /** Players whose play started. */
    JOINS,
    /** Players that left of their own accord with their first key frame: the cycles of churn. */
    CYCLES,
    /** Publishers whose publish started. */
    PUBLISHES,
    /** Players that the server let play and that read nothing since. */
    STALLS
}
