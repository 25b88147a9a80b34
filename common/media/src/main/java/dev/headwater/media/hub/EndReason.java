package dev.headwater.media.hub;

/** Why a stream, or one player's part in it, is over. The name is the {@code reason} in logs and metrics. */
public enum EndReason {
    /** The publisher said goodbye (FCUnpublish, deleteStream, closeStream). */
    UNPUBLISHED,
    /** The publisher's connection closed without a goodbye. */
    PUBLISHER_LOST,
    /** The publisher sent nothing for too long. */
    PUBLISHER_SILENT,
    /** The publisher sent neither audio nor video. */
    NO_MEDIA,
    /** The publisher sent more than it may. */
    OVER_BITRATE,
    /** Another publisher took the name over. */
    TAKEN_OVER,
    /** An operator ended it. */
    KICKED,
    /** The player could not keep up: no progress for too long. */
    PLAYER_STUCK,
    /** Nobody played it any more, so this node let it go. */
    NO_PLAYERS,
    /** The player's code threw: a fault of ours. */
    PLAYER_FAILED,
    /** The node that it came from was lost, or did not come back in time. */
    UPSTREAM_LOST,
    /** The node shuts down, or the publisher left when asked to because of that. */
    SHUTDOWN
}
