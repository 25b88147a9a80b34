package dev.headwater.rtmp.session;

/**
 * What a peer may cost, checked before anything is allocated. All in bytes unless named otherwise.
 */
public record SessionLimits(
        int maxMessageBytes,
        int maxUnauthorisedMessageBytes,
        int maxChunkStreams,
        int maxPartialBytes,
        int maxAmfDepth,
        int maxAmfNodes,
        int maxMessageStreams,
        int maxNameBytes,
        int maxMetadataBytes) {
    /** DESIGN's limits. */
    public static final SessionLimits DEFAULTS =
            new SessionLimits(8 << 20, 64 << 10, 64, 16 << 20, 32, 4096, 8, 256, 64 << 10);
}
