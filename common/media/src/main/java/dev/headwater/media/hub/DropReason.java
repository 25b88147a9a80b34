package dev.headwater.media.hub;

/** Why a frame of the source went to nobody. The name is the {@code reason} of the metric. */
public enum DropReason {
    /** The source was interrupted and has not come to a key frame yet. */
    INTERRUPTED,
    /** Not newer than what players have already. */
    STALE,
    /** Cannot be decoded: its sequence header has not come yet. */
    NO_HEADER,
    /** A data message without a name. */
    UNUSABLE_DATA
}
