package dev.headwater.rtmp.chunk;

import io.netty.buffer.ByteBuf;

/** The second part of a chunk's header, in four formats of decreasing length (RTMP 1.0, 5.3.1.2). */
final class MessageHeader {
    /** Everything: absolute timestamp, length, type, message stream id. */
    static final int FULL = 0;
    /** Time since the message before, length, type. */
    static final int SAME_STREAM = 1;
    /** Time since the message before. */
    static final int SAME_LENGTH = 2;
    /** Nothing: the next chunk of a message, or a new message that is like the one before in all. */
    static final int NOTHING_NEW = 3;

    /** In the 24-bit field: the time is in the 32 bits behind the header instead (RTMP 1.0, 5.3.1.3). */
    static final int EXTENDED = 0xFF_FFFF;

    static final int EXTENDED_BYTES = 4;

    private MessageHeader() {}

    /** Length of a message header, without an extended timestamp. */
    static int size(int format) {
        return switch (format) {
            case FULL -> 11;
            case SAME_STREAM -> 7;
            case SAME_LENGTH -> 3;
            default -> 0;
        };
    }

    /** True if {@code time}, unsigned, does not fit into the 24-bit field. */
    static boolean needsExtension(int time) {
        return Integer.compareUnsigned(time, EXTENDED) >= 0;
    }

    /** Writes a header of format 0, with its extended timestamp if it needs one. */
    static void writeFull(int timestamp, int length, int typeId, int streamId, ByteBuf out) {
        boolean extended = needsExtension(timestamp);
        out.writeMedium(extended ? EXTENDED : timestamp);
        out.writeMedium(length);
        out.writeByte(typeId);
        out.writeIntLE(streamId);
        if (extended) {
            out.writeInt(timestamp);
        }
    }
}
