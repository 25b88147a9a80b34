package dev.headwater.rtmp.message;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import java.nio.ByteBuffer;

/** A protocol control message: types 1 to 6, on chunk stream 2 and message stream 0 (RTMP 1.0, 5.4 and 6.2). */
public sealed interface ControlMessage permits ControlMessage.Link, UserControl {
    /** Type id of the message on the wire. */
    int typeId();

    /** The control messages that steer the chunk layer and its windows: all but user control. */
    sealed interface Link extends ControlMessage {}

    /**
     * The sender's chunks are this long from its next chunk on.
     *
     * @param bytes 1 to 2^31-1
     */
    record SetChunkSize(int bytes) implements Link {
        @Override
        public int typeId() {
            return MessageType.SET_CHUNK_SIZE;
        }
    }

    /** The sender gives up the message that is unfinished on {@code chunkStreamId}. */
    record Abort(int chunkStreamId) implements Link {
        @Override
        public int typeId() {
            return MessageType.ABORT;
        }
    }

    /**
     * The sender has received this many bytes.
     *
     * @param receivedBytes unsigned 32-bit, wraps
     */
    record Acknowledgement(int receivedBytes) implements Link {
        @Override
        public int typeId() {
            return MessageType.ACKNOWLEDGEMENT;
        }
    }

    /**
     * The sender wants an acknowledgement at least each {@code bytes} bytes.
     *
     * @param bytes unsigned 32-bit
     */
    record WindowAckSize(int bytes) implements Link {
        @Override
        public int typeId() {
            return MessageType.WINDOW_ACK_SIZE;
        }
    }

    /**
     * The receiver should keep its unacknowledged output under {@code bytes}.
     *
     * @param bytes unsigned 32-bit
     * @param limitType 0 hard, 1 soft, 2 dynamic; anything else is the peer's own
     */
    record SetPeerBandwidth(int bytes, int limitType) implements Link {
        public static final int HARD = 0;
        public static final int SOFT = 1;
        public static final int DYNAMIC = 2;

        @Override
        public int typeId() {
            return MessageType.SET_PEER_BANDWIDTH;
        }
    }

    /** True for the type ids of this family. */
    static boolean isControl(int typeId) {
        return typeId >= MessageType.SET_CHUNK_SIZE && typeId <= MessageType.SET_PEER_BANDWIDTH;
    }

    /**
     * Reads a control message; bytes after its fields are ignored.
     *
     * @throws ProtocolException BAD_CONTROL_MESSAGE if it is cut short, BAD_CHUNK_SIZE for a size of 0 or over 2^31-1
     */
    static ControlMessage read(int typeId, byte[] payload) {
        int needed = typeId == MessageType.USER_CONTROL ? Short.BYTES : Integer.BYTES;
        if (payload.length < needed) {
            throw new ProtocolException(
                    ProtocolError.BAD_CONTROL_MESSAGE,
                    "control message of type %d has %d bytes, needs %d".formatted(typeId, payload.length, needed));
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        return switch (typeId) {
            case MessageType.SET_CHUNK_SIZE -> new SetChunkSize(checkedChunkSize(in.getInt()));
            case MessageType.ABORT -> new Abort(in.getInt());
            case MessageType.ACKNOWLEDGEMENT -> new Acknowledgement(in.getInt());
            case MessageType.USER_CONTROL -> UserControl.read(in);
            case MessageType.WINDOW_ACK_SIZE -> new WindowAckSize(in.getInt());
            case MessageType.SET_PEER_BANDWIDTH ->
                new SetPeerBandwidth(in.getInt(), in.hasRemaining() ? in.get() & 0xFF : SetPeerBandwidth.DYNAMIC);
            default -> throw new IllegalArgumentException("type %d is no control message".formatted(typeId));
        };
    }

    /** The payload of this message. */
    default byte[] payload() {
        return switch (this) {
            case SetChunkSize(int bytes) -> fourBytes(bytes);
            case Abort(int chunkStreamId) -> fourBytes(chunkStreamId);
            case Acknowledgement(int receivedBytes) -> fourBytes(receivedBytes);
            case WindowAckSize(int bytes) -> fourBytes(bytes);
            case SetPeerBandwidth(int bytes, int limitType) ->
                ByteBuffer.allocate(5).putInt(bytes).put((byte) limitType).array();
            case UserControl event -> event.eventPayload();
        };
    }

    private static int checkedChunkSize(int bytes) {
        if (bytes < 1) { // the top bit must be zero, so a larger unsigned value reads as negative
            throw new ProtocolException(
                    ProtocolError.BAD_CHUNK_SIZE,
                    "set chunk size to %d, must be 1 to 2147483647".formatted(Integer.toUnsignedLong(bytes)));
        }
        return bytes;
    }

    private static byte[] fourBytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
