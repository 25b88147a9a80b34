package dev.headwater.rtmp.session;

import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.Utf8;
import dev.headwater.rtmp.chunk.ChunkLimits;
import java.nio.charset.StandardCharsets;

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
    /** Those of the configuration, where nothing is said. */
    public static final SessionLimits DEFAULTS =
            new SessionLimits(8 << 20, 64 << 10, 64, 16 << 20, 32, 4096, 8, 256, 64 << 10);

    /** Messages of full length that may be on their way at a time to who does not publish. */
    private static final int UNAUTHORISED_MESSAGES = 4;

    /**
     * Why this name of an application or a stream is none, in words for the client; empty if it may be one. The query
     * behind it, with its token, does not count.
     */
    String objectionTo(String name) {
        int query = name.indexOf('?');
        String plain = query < 0 ? name : name.substring(0, query);
        if (plain.getBytes(StandardCharsets.UTF_8).length > maxNameBytes) {
            return "The name is longer than %d bytes.".formatted(maxNameBytes);
        }
        return Utf8.isIntact(plain) ? "" : "The name is not UTF-8.";
    }

    /** Of who publishes. */
    ChunkLimits chunkLimits() {
        return new ChunkLimits(maxMessageBytes, maxChunkStreams, maxPartialBytes);
    }

    /** Of anybody else: players send commands and little more. */
    ChunkLimits unauthorisedChunkLimits() {
        long partial = (long) UNAUTHORISED_MESSAGES * maxUnauthorisedMessageBytes;
        return new ChunkLimits(maxUnauthorisedMessageBytes, maxChunkStreams, (int) Math.min(partial, maxPartialBytes));
    }

    AmfLimits amfLimits() {
        AmfLimits defaults = AmfLimits.DEFAULTS;
        return new AmfLimits(
                maxAmfDepth, maxAmfNodes, defaults.maxKeyBytes(), defaults.maxExpansion(), defaults.minDecodedBytes());
    }
}
