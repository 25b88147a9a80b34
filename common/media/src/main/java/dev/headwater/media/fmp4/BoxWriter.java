package dev.headwater.media.fmp4;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes boxes one within the other (ISO/IEC 14496-12, 4.2). Confined to its caller. */
final class BoxWriter {
    static final int HEADER_BYTES = 8;

    private final ByteBuffer out;

    /** @param capacity bytes that are enough for all */
    BoxWriter(int capacity) {
        out = ByteBuffer.allocate(capacity);
    }

    /** A box whose body {@code body} writes. */
    void box(String type, Runnable body) {
        int at = out.position();
        out.putInt(0);
        out.put(type.getBytes(US_ASCII));
        body.run();
        out.putInt(at, out.position() - at);
    }

    /** A box with a version and flags. */
    void fullBox(String type, int version, int flags, Runnable body) {
        box(type, () -> {
            u32(version << 24 | flags);
            body.run();
        });
    }

    void u8(int value) {
        out.put((byte) value);
    }

    void u16(int value) {
        out.putShort((short) value);
    }

    void u32(int value) {
        out.putInt(value);
    }

    void u64(long value) {
        out.putLong(value);
    }

    void zeros(int count) {
        for (int i = 0; i < count; i++) {
            out.put((byte) 0);
        }
    }

    void text(String ascii) {
        out.put(ascii.getBytes(US_ASCII));
    }

    void bytes(byte[] bytes) {
        out.put(bytes);
    }

    /** Those between position and limit, which stay as they are. */
    void bytes(ByteBuffer bytes) {
        out.put(bytes.duplicate());
    }

    /** What was written; nothing more can be. */
    byte[] written() {
        return out.hasRemaining() ? Arrays.copyOf(out.array(), out.position()) : out.array();
    }
}
