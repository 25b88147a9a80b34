package dev.headwater.media.format;

/**
 * Reads bits, the highest of each byte first. Past the end there are zeros, and from then on {@link #isBroken}: whoever reads
 * looks once, when he is done. Confined to its caller.
 */
final class BitReader {
    /** A number with more leading zeros is over 31 bits. */
    private static final int MAX_LEADING_ZEROS = 30;

    private final byte[] bytes;
    private final long end;
    private long at;
    private boolean broken;

    /** @param from and {@code to} in bytes, within the array */
    BitReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = (long) from * Byte.SIZE;
        this.end = (long) to * Byte.SIZE;
    }

    BitReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Whether something was read that is not there, or is no number. */
    boolean isBroken() {
        return broken;
    }

    boolean flag() {
        if (at >= end) {
            broken = true;
            return false;
        }
        int value = bytes[(int) (at / Byte.SIZE)] >> (Byte.SIZE - 1 - (int) (at % Byte.SIZE)) & 1;
        at++;
        return value == 1;
    }

    /** @param count at most 32; 32 bits may come out negative */
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | (flag() ? 1 : 0);
        }
        return value;
    }

    void skip(int count) {
        at += count;
        broken |= at > end;
    }

    /** An unsigned Exp-Golomb number (H.264, 9.1), which is {@code uvlc} of AV1 as well. */
    int golomb() {
        int zeros = 0;
        while (!broken && !flag()) {
            zeros++;
            broken |= zeros > MAX_LEADING_ZEROS;
        }
        return broken ? 0 : (1 << zeros) - 1 + bits(zeros);
    }

    /** A signed one (H.264, 9.1.1). */
    int signedGolomb() {
        int number = golomb();
        return (number & 1) == 1 ? (number + 1) / 2 : -(number / 2);
    }
}
