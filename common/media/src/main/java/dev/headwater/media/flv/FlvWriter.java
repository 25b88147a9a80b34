package dev.headwater.media.flv;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import io.netty.buffer.ByteBuf;

/** Frames to FLV. Stateless and thread-safe. */
public final class FlvWriter {
    /** What {@link #encodeHeader} appends. */
    public static final int HEADER_BYTES = FlvFormat.HEADER_BYTES + FlvFormat.PREVIOUS_TAG_SIZE_BYTES;

    /** What {@link #encodeTag} appends before the payload. */
    public static final int TAG_HEADER_BYTES = FlvFormat.TAG_HEADER_BYTES;

    private FlvWriter() {}

    /** Appends the start of a file: the header and the size of the tag before the first, which is 0. */
    public static void encodeHeader(boolean audio, boolean video, ByteBuf out) {
        out.writeMedium(FlvFormat.SIGNATURE);
        out.writeByte(FlvFormat.VERSION);
        out.writeByte((audio ? FlvFormat.HAS_AUDIO : 0) | (video ? FlvFormat.HAS_VIDEO : 0));
        out.writeInt(FlvFormat.HEADER_BYTES);
        out.writeInt(0);
    }

    /** Bytes that {@link #encodeTag} appends for {@code frame}. */
    public static int encodedSize(MediaFrame frame) {
        return FlvFormat.TAG_HEADER_BYTES + frame.payload().length + FlvFormat.PREVIOUS_TAG_SIZE_BYTES;
    }

    /** Appends the frame's tag and the size of it. The timestamp is written modulo 2^32. */
    public static void encodeTag(MediaFrame frame, ByteBuf out) {
        byte[] payload = frame.payload();
        int timestamp = (int) frame.timestampMs();
        out.writeByte(tagType(frame.kind()));
        out.writeMedium(payload.length);
        out.writeMedium(timestamp); // low 24 bits
        out.writeByte(timestamp >>> 24);
        out.writeMedium(0); // stream id
        out.writeBytes(payload);
        out.writeInt(FlvFormat.TAG_HEADER_BYTES + payload.length);
    }

    private static int tagType(FrameKind kind) {
        return switch (kind) {
            case AUDIO -> FlvFormat.AUDIO_TAG;
            case VIDEO -> FlvFormat.VIDEO_TAG;
            case DATA -> FlvFormat.SCRIPT_TAG;
        };
    }
}
