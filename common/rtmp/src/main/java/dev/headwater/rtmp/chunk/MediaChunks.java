package dev.headwater.rtmp.chunk;

import io.netty.buffer.ByteBuf;

/**
 * Chunks that depend on nothing sent before them, so that one encoding of a frame serves every player (RTMP 1.0, 5.3).
 * Thread-safe.
 *
 * <p>A message is one chunk with a full header and an absolute timestamp, and continuations. A connection may mix
 * these with the output of its {@link ChunkEncoder} as long as the two use different chunk stream ids.
 */
public final class MediaChunks {
    private MediaChunks() {}

    /** Bytes that {@link #encode} is going to write, exactly. */
    public static int encodedSize(int csid, int timestamp, int payloadBytes, int chunkSize) {
        boolean extended = MessageHeader.needsExtension(timestamp);
        return BasicHeader.size(csid)
                + MessageHeader.size(MessageHeader.FULL)
                + (extended ? MessageHeader.EXTENDED_BYTES : 0)
                + ChunkPayload.size(csid, extended, payloadBytes, chunkSize);
    }

    /**
     * Appends one message to {@code out}, which grows at most once.
     *
     * @param typeId message type, 0 to 255
     * @param csid chunk stream id, 2 to 65599
     * @param streamId message stream id
     * @param timestamp milliseconds, unsigned 32-bit
     * @param payload at most 16,777,215 bytes
     * @param chunkSize the outgoing one that the players were told
     */
    public static void encode(
            int typeId, int csid, int streamId, int timestamp, byte[] payload, int chunkSize, ByteBuf out) {
        BasicHeader.checkId(csid);
        ChunkPayload.checkLength(payload.length);
        out.ensureWritable(encodedSize(csid, timestamp, payload.length, chunkSize));
        BasicHeader.write(MessageHeader.FULL, csid, out);
        MessageHeader.writeFull(timestamp, payload.length, typeId, streamId, out);
        ChunkPayload.write(csid, MessageHeader.needsExtension(timestamp), timestamp, payload, chunkSize, out);
    }
}
