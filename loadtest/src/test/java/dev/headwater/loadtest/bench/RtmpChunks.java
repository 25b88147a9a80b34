package dev.headwater.loadtest.bench;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.WireFormat;
import dev.headwater.rtmp.chunk.MediaChunks;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.session.ChunkStreamId;
import io.netty.buffer.ByteBuf;

/** Frames as RTMP chunks on message stream 1, as the server sends them to its players. Thread-safe. */
record RtmpChunks(int chunkSize) implements WireFormat {
    static final int STREAM_ID = 1;

    /** What the server announces to players. */
    static final RtmpChunks OF_SERVER = new RtmpChunks(60_000);

    @Override
    public String name() {
        return "rtmp";
    }

    @Override
    public int encodedSize(MediaFrame frame) {
        int csid = ChunkStreamId.of(kind(frame));
        return MediaChunks.encodedSize(csid, (int) frame.timestampMs(), frame.payload().length, chunkSize);
    }

    @Override
    public void encode(MediaFrame frame, ByteBuf out) {
        var kind = kind(frame);
        int timestamp = (int) frame.timestampMs();
        MediaChunks.encode(
                kind.typeId(), ChunkStreamId.of(kind), STREAM_ID, timestamp, frame.payload(), chunkSize, out);
    }

    /** The message that carries the frame. */
    static MediaMessage.Kind kind(MediaFrame frame) {
        return frame.kind() == FrameKind.VIDEO
                ? MediaMessage.Kind.VIDEO
                : frame.kind() == FrameKind.AUDIO ? MediaMessage.Kind.AUDIO : MediaMessage.Kind.DATA;
    }
}
