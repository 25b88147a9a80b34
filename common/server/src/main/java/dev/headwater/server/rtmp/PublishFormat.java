package dev.headwater.server.rtmp;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.WireFormat;
import dev.headwater.rtmp.message.DataMessages;
import io.netty.buffer.ByteBuf;

/**
 * Frames as a publisher sends them: as players get them ({@link RtmpFormat}), but for the {@code @setDataFrame} before
 * metadata. Thread-safe.
 *
 * @param streamId message stream id that the other server gave
 * @param chunkSize outgoing chunk size in bytes, as announced to it
 */
public record PublishFormat(int streamId, int chunkSize) implements WireFormat {
    @Override
    public String name() {
        return "rtmp-publish";
    }

    @Override
    public int encodedSize(MediaFrame frame) {
        return chunks().encodedSize(published(frame));
    }

    @Override
    public void encode(MediaFrame frame, ByteBuf out) {
        chunks().encode(published(frame), out);
    }

    private RtmpFormat chunks() {
        return new RtmpFormat(streamId, chunkSize);
    }

    private static MediaFrame published(MediaFrame frame) {
        return frame.kind() == FrameKind.DATA
                ? MediaFrame.of(FrameKind.DATA, frame.timestampMs(), DataMessages.toPublish(frame.payload()))
                : frame;
    }
}
