package dev.headwater.rtmp.session;

import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.chunk.ChunkLimits;

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

    ChunkLimits chunkLimits() {
        return new ChunkLimits(maxMessageBytes, maxChunkStreams, maxPartialBytes);
    }

    AmfLimits amfLimits() {
        AmfLimits defaults = AmfLimits.DEFAULTS;
        return new AmfLimits(
                maxAmfDepth, maxAmfNodes, defaults.maxKeyBytes(), defaults.maxExpansion(), defaults.minDecodedBytes());
    }
}
