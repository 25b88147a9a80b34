package dev.headwater.rtmp.chunk;

/**
 * What the peer of a {@link ChunkDecoder} may cost.
 *
 * @param maxMessageBytes declared length of one message, checked before anything is allocated
 * @param maxChunkStreams different chunk stream ids in the life of a connection
 * @param maxPartialBytes payload that has arrived of all messages not yet whole; their arrays have room for as much
 *     again, and for 512 KiB
 */
public record ChunkLimits(int maxMessageBytes, int maxChunkStreams, int maxPartialBytes) {
    public ChunkLimits {
        requirePositive("maxMessageBytes", maxMessageBytes);
        requirePositive("maxChunkStreams", maxChunkStreams);
        requirePositive("maxPartialBytes", maxPartialBytes);
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("%s must be positive, found %d".formatted(name, value));
        }
    }
}
