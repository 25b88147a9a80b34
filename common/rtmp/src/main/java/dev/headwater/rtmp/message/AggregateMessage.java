package dev.headwater.rtmp.message;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes aggregate messages (type 22) apart into the messages that they carry (RTMP 1.0, 7.1.6). */
public final class AggregateMessage {
    /** FLV tag header: u8 type, u24 size, u24 + u8 timestamp, u24 stream id. */
    private static final int TAG_HEADER_BYTES = 11;

    private static final int BACK_POINTER_BYTES = 4;

    private AggregateMessage() {}

    /**
     * Gives every complete audio, video and data message to {@code sink}, in order. Other types are skipped, and so is a
     * tail that is cut short.
     *
     * @param streamId of the aggregate; the ids of its parts are ignored
     * @param timestamp of the aggregate and so of its first part; the others keep their distance to it
     */
    public static void unpack(int streamId, int timestamp, byte[] payload, Consumer<MediaMessage> sink) {
        ByteBuffer in = ByteBuffer.wrap(payload);
        int offset = 0;
        boolean first = true;
        while (in.remaining() >= TAG_HEADER_BYTES) {
            int typeAndSize = in.getInt();
            int typeId = typeAndSize >>> 24 & 0x1F; // the top bits are FLV's filter flag
            int size = typeAndSize & 0xFFFFFF;
            int stamp = in.getInt();
            int partTimestamp = stamp >>> 8 | stamp << 24; // low three bytes first, then the high one
            in.position(in.position() + 3);
            if (in.remaining() < size) {
                return;
            }
            byte[] part = new byte[size];
            in.get(part);
            if (first) {
                offset = timestamp - partTimestamp;
                first = false;
            }
            toMedia(typeId, streamId, partTimestamp + offset, part).ifPresent(sink);
            in.position(in.position() + Math.min(BACK_POINTER_BYTES, in.remaining()));
        }
    }

    private static Optional<MediaMessage> toMedia(int typeId, int streamId, int timestamp, byte[] payload) {
        return switch (typeId) {
            case MessageType.AUDIO ->
                Optional.of(new MediaMessage(MediaMessage.Kind.AUDIO, streamId, timestamp, payload));
            case MessageType.VIDEO ->
                Optional.of(new MediaMessage(MediaMessage.Kind.VIDEO, streamId, timestamp, payload));
            case MessageType.DATA_AMF0, MessageType.DATA_AMF3 ->
                Optional.of(DataMessages.fromWire(typeId, streamId, timestamp, payload));
            default -> Optional.empty();
        };
    }
}
