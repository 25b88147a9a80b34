package dev.headwater.rtmp.chunk;

import static dev.headwater.rtmp.chunk.MessageHeader.EXTENDED_BYTES;
import static dev.headwater.rtmp.chunk.MessageHeader.FULL;
import static dev.headwater.rtmp.chunk.MessageHeader.NOTHING_NEW;
import static dev.headwater.rtmp.chunk.MessageHeader.SAME_STREAM;

import io.netty.buffer.ByteBuf;

/**
 * Cuts a connection's own messages into chunks, with headers as short as the chunk stream's past allows (RTMP 1.0,
 * 5.3). Confined to the connection's event loop.
 *
 * <p>Its output must reach the peer whole and in order. Memory: a few words for each chunk stream id in use.
 */
public final class ChunkEncoder {
    private final ChunkStreams<OutgoingChunkStream> streams = new ChunkStreams<>();
    private int chunkSize = ChunkSize.INITIAL;

    /**
     * Sets how long chunks are from the next message on. The peer must have been told: first encode Set Chunk Size,
     * then call this.
     *
     * @param bytes 1 to 16,777,215
     */
    public void chunkSize(int bytes) {
        if (bytes < 1 || bytes > ChunkSize.MAX) {
            throw new IllegalArgumentException("chunk size %d is not in 1 to %d".formatted(bytes, ChunkSize.MAX));
        }
        chunkSize = bytes;
    }

    /**
     * Appends one message to {@code out}, which grows at most once.
     *
     * @param typeId message type, 0 to 255
     * @param csid chunk stream id, 2 to 65599
     * @param streamId message stream id
     * @param timestamp milliseconds, unsigned 32-bit; may go back
     * @param payload at most 16,777,215 bytes
     */
    public void encode(int typeId, int csid, int streamId, int timestamp, byte[] payload, ByteBuf out) {
        ChunkPayload.checkLength(payload.length);
        OutgoingChunkStream stream = stream(csid);
        int format = stream.next(timestamp, payload.length, typeId, streamId);
        boolean extended = format == FULL && MessageHeader.needsExtension(timestamp);
        out.ensureWritable(BasicHeader.size(csid)
                + MessageHeader.size(format)
                + (extended ? EXTENDED_BYTES : 0)
                + ChunkPayload.size(csid, extended, payload.length, chunkSize));
        BasicHeader.write(format, csid, out);
        if (format == FULL) {
            MessageHeader.writeFull(timestamp, payload.length, typeId, streamId, out);
        } else if (format != NOTHING_NEW) {
            out.writeMedium(stream.delta());
            if (format == SAME_STREAM) {
                out.writeMedium(payload.length);
                out.writeByte(typeId);
            }
        }
        ChunkPayload.write(csid, extended, timestamp, payload, chunkSize, out);
    }

    private OutgoingChunkStream stream(int csid) {
        BasicHeader.checkId(csid);
        OutgoingChunkStream stream = streams.get(csid);
        if (stream == null) {
            stream = new OutgoingChunkStream();
            streams.put(csid, stream);
        }
        return stream;
    }
}
