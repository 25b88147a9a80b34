package dev.headwater.rtmp.handshake;

import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** A C1 or S1 that arrives in pieces: 1536 bytes, allocated when the first of them is here. */
final class HandshakeBlock {
    /** Length of C1, C2, S1 and S2 (RTMP 1.0, 5.2.3). */
    static final int BYTES = 1536;

    private static final int VERSION_POSITION = 4;
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int filled;

    /** Takes from {@code in} what is still missing; true once the block is whole. */
    boolean fill(ByteBuf in) {
        if (bytes.length == 0 && in.isReadable()) {
            bytes = new byte[BYTES];
        }
        int count = Math.min(BYTES - filled, in.readableBytes());
        in.readBytes(bytes, filled, count);
        filled += count;
        return filled == BYTES;
    }

    /** The whole block, which is then forgotten. */
    byte[] take() {
        byte[] whole = bytes;
        bytes = NOTHING;
        return whole;
    }

    /** A C1 or S1 of ours: time, version, random bytes (RTMP 1.0, 5.2.3). Version 0 says that nothing is signed. */
    static byte[] create(int version, InstantSource clock, RandomGenerator random) {
        byte[] block = new byte[BYTES];
        random.nextBytes(block);
        putInt(block, 0, (int) clock.millis());
        putInt(block, VERSION_POSITION, version);
        return block;
    }

    /** True if the sender of this C1 or S1 says that it carries a digest. */
    static boolean hasVersion(byte[] block) {
        return (block[4] | block[5] | block[6] | block[7]) != 0;
    }

    private static void putInt(byte[] block, int at, int value) {
        block[at] = (byte) (value >> 24);
        block[at + 1] = (byte) (value >> 16);
        block[at + 2] = (byte) (value >> 8);
        block[at + 3] = (byte) value;
    }
}
