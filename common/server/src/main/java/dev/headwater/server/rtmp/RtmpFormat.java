package dev.headwater.server.rtmp;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.WireFormat;
import dev.headwater.rtmp.chunk.MediaChunks;
import dev.headwater.rtmp.session.ChunkStreamId;
import io.netty.buffer.ByteBuf;

/**
 * Frames as RTMP chunks that are the same bytes for every player of the same message stream id: fixed chunk size, full
 * timestamps (the low 32 bits of the timeline), no state of the connection. Thread-safe.
 *
 * @param streamId message stream id of the player, nearly always 1
 * @param chunkSize outgoing chunk size in bytes, as announced to the player
 */
record RtmpFormat(int streamId, int chunkSize) implements WireFormat {
    @Override
    public String name() {
        return "rtmp";
    }

    @Override
    public int encodedSize(MediaFrame frame) {
        return MediaChunks.encodedSize(
                chunkStreamId(frame), (int) frame.timestampMs(), frame.payload().length, chunkSize);
    }

    @Override
    public void encode(MediaFrame frame, ByteBuf out) {
        MediaChunks.encode(
                Translation.messageKind(frame.kind()).typeId(),
                chunkStreamId(frame),
                streamId,
                (int) frame.timestampMs(),
                frame.payload(),
                chunkSize,
                out);
    }

    /** An id that the session itself never writes on. */
    private static int chunkStreamId(MediaFrame frame) {
        return ChunkStreamId.of(Translation.messageKind(frame.kind()));
    }
}
