package dev.headwater.server.record;

/** Why a stream is not recorded although it is to be. The name is the {@code reason} in logs and metrics. */
public enum RecordFault {
    /** The disk is full, or less is free than is to be kept. */
    NO_SPACE,
    /** More waits for the disk than may. */
    SLOW,
    /** The disk refused, as one does that is read-only or gone. */
    FAILED,
    /** The node records as many streams as it may. */
    TOO_MANY
}
