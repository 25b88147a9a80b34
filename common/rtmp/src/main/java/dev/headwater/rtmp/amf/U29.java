package dev.headwater.rtmp.amf;

import io.netty.buffer.ByteBuf;

/** The integers of AMF3: 29 bits in one to four bytes, seven bits each but eight in the fourth (AMF 3, 1.3.1). */
final class U29 {
    static final int MAX = (1 << 29) - 1;
    static final int MAX_SIGNED = (1 << 28) - 1;
    static final int MIN_SIGNED = -(1 << 28);

    private static final int MORE = 0x80;
    private static final int BITS = 0x7F;

    private U29() {}

    static int read(AmfInput in) {
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int next = in.u8("integer");
            value = (value << 7) | (next & BITS);
            if ((next & MORE) == 0) {
                return value;
            }
        }
        return (value << 8) | in.u8("integer");
    }

    /** The value as an integer with a sign, which is bit 28. */
    static int signed(int value) {
        return (value << 3) >> 3;
    }

    static void write(ByteBuf out, int value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("%d does not fit into 29 bits".formatted(value));
        }
        if (value < 1 << 7) {
            out.writeByte(value);
        } else if (value < 1 << 14) {
            out.writeByte((value >> 7) | MORE).writeByte(value & BITS);
        } else if (value < 1 << 21) {
            out.writeByte((value >> 14) | MORE).writeByte((value >> 7) | MORE).writeByte(value & BITS);
        } else {
            out.writeByte((value >> 22) | MORE)
                    .writeByte((value >> 15) | MORE)
                    .writeByte((value >> 8) | MORE)
                    .writeByte(value);
        }
    }
}
