package dev.headwater.media.ts;

/** The header of a PES packet (ISO/IEC 13818-1, 2.4.3.6). Times are in units of 90 kHz on the stream's timeline. */
final class PesHeader {
    /** Ten seconds, so that the clock, which runs ahead, does not start below 0. */
    private static final long BASE = 10 * 90_000;

    private static final int STAMP_BITS = 33;

    private static final int START_CODE = 0x00_0001;

    /** A fixed bit pair, and that a unit starts with the payload. */
    private static final int ALIGNED = 0x84;

    private static final int HAS_PRESENTATION = 0x80;
    private static final int HAS_DECODING = 0x40;
    private static final int STAMP_BYTES = 5;

    /** Behind the length field, before the stamps. */
    private static final int FIXED_BYTES = 3;

    /** What the field can say. */
    private static final int MAX_LENGTH = 0xFFFF;

    /** The longest payload whose length is told, with one stamp. */
    static final int MAX_PAYLOAD_BYTES = MAX_LENGTH - FIXED_BYTES - STAMP_BYTES;

    private PesHeader() {}

    /**
     * Before pictures, whose length is left open.
     *
     * @param shown not before {@code decoded}
     */
    static void picture(int streamId, long decoded, long shown, Bytes out) {
        boolean isReordered = shown != decoded;
        start(streamId, 0, out);
        out.u8(ALIGNED);
        out.u8(HAS_PRESENTATION | (isReordered ? HAS_DECODING : 0));
        out.u8(isReordered ? 2 * STAMP_BYTES : STAMP_BYTES);
        stamp(isReordered ? 3 : 2, shown, out);
        if (isReordered) {
            stamp(1, decoded, out);
        }
    }

    /**
     * Before sound.
     *
     * @param bytes at most {@link #MAX_PAYLOAD_BYTES}
     */
    static void sound(int streamId, long time, int bytes, Bytes out) {
        start(streamId, FIXED_BYTES + STAMP_BYTES + bytes, out);
        out.u8(ALIGNED);
        out.u8(HAS_PRESENTATION);
        out.u8(STAMP_BYTES);
        stamp(2, time, out);
    }

    private static void start(int streamId, int length, Bytes out) {
        out.u32(START_CODE << Byte.SIZE | streamId);
        out.u16(length);
    }

    /** Three, fifteen and fifteen bits, a marker bit after each. */
    private static void stamp(int prefix, long time, Bytes out) {
        long stamp = stamp(time);
        out.u8(prefix << 4 | (int) (stamp >> 30) << 1 | 1);
        out.u16((int) (stamp >> 15) << 1 | 1);
        out.u16((int) stamp << 1 | 1);
    }

    /** A time as the wire has it: from the base, modulo 2^33. */
    static long stamp(long time) {
        return (time + BASE) & ((1L << STAMP_BITS) - 1);
    }
}
