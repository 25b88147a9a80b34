package dev.headwater.rtmp.chunk;

import io.netty.buffer.ByteBuf;

/** The first one to three bytes of a chunk: header format and chunk stream id (RTMP 1.0, 5.3.1.1). */
final class BasicHeader {
    private static final int MIN_ID = 2;
    private static final int MAX_ID = 65_599;

    private static final int ID_BITS = 0x3F;
    private static final int FIRST_LONG_ID = 64;
    private static final int LAST_TWO_BYTE_ID = 319;

    private BasicHeader() {}

    /** Format of the message header that follows, 0 to 3, from the chunk's first byte. */
    static int format(int first) {
        return (first >> 6) & 3;
    }

    /** Length of this header, from the chunk's first byte. */
    static int sizeOf(int first) {
        return switch (first & ID_BITS) {
            case 0 -> 2;
            case 1 -> 3;
            default -> 1;
        };
    }

    /** Chunk stream id of a header whose first byte is {@code first}; {@code in} stands behind that byte. */
    static int readId(int first, ByteBuf in) {
        int id = first & ID_BITS;
        return switch (id) {
            case 0 -> FIRST_LONG_ID + in.readUnsignedByte(); // two bytes: 64 to 319
            case 1 -> FIRST_LONG_ID + in.readUnsignedShortLE(); // three bytes: 64 to 65599
            default -> id; // one byte: 2 to 63
        };
    }

    /** Length of the shortest header for this chunk stream. */
    static int size(int id) {
        if (id < FIRST_LONG_ID) {
            return 1;
        }
        return id <= LAST_TWO_BYTE_ID ? 2 : 3;
    }

    /** @throws IllegalArgumentException if no header can name {@code id} */
    static void checkId(int id) {
        if (id < MIN_ID || id > MAX_ID) {
            throw new IllegalArgumentException("chunk stream id %d is not in %d to %d".formatted(id, MIN_ID, MAX_ID));
        }
    }

    /** Writes the shortest header for this chunk stream. */
    static void write(int format, int id, ByteBuf out) {
        int bits = format << 6;
        switch (size(id)) {
            case 1 -> out.writeByte(bits | id);
            case 2 -> {
                out.writeByte(bits);
                out.writeByte(id - FIRST_LONG_ID);
            }
            default -> {
                out.writeByte(bits | 1);
                out.writeShortLE(id - FIRST_LONG_ID);
            }
        }
    }
}
