package dev.headwater.rtmp.chunk;

import io.netty.buffer.ByteBuf;

/**
 * A message's payload cut into chunks: what stands behind the header of the first one.
 *
 * <p>An extended timestamp is repeated in every further chunk, as Adobe's products, ffmpeg and OBS do, though the
 * specification can be read either way (RTMP 1.0, 5.3.1.3).
 */
final class ChunkPayload {
    private ChunkPayload() {}

    /** Bytes that {@link #write} is going to write. */
    static int size(int id, boolean extended, int payloadBytes, int chunkSize) {
        if (payloadBytes <= chunkSize) {
            return payloadBytes;
        }
        int further = (payloadBytes - 1) / chunkSize;
        return payloadBytes + further * (BasicHeader.size(id) + (extended ? MessageHeader.EXTENDED_BYTES : 0));
    }

    /** @param timestamp what the extended timestamp field of the first chunk said, if {@code extended} */
    static void write(int id, boolean extended, int timestamp, byte[] payload, int chunkSize, ByteBuf out) {
        int count = Math.min(chunkSize, payload.length);
        out.writeBytes(payload, 0, count);
        for (int at = count; at < payload.length; at += count) {
            BasicHeader.write(MessageHeader.NOTHING_NEW, id, out);
            if (extended) {
                out.writeInt(timestamp);
            }
            count = Math.min(chunkSize, payload.length - at);
            out.writeBytes(payload, at, count);
        }
    }

    /** @throws IllegalArgumentException if a message of this length has no form on the wire */
    static void checkLength(int payloadBytes) {
        if (payloadBytes > ChunkSize.MAX) {
            throw new IllegalArgumentException("payload of %d bytes is over %d".formatted(payloadBytes, ChunkSize.MAX));
        }
    }
}
