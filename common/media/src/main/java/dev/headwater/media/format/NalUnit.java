package dev.headwater.media.format;

import java.util.Arrays;

/** What H.264 and HEVC pack their parameter sets in. */
final class NalUnit {
    private NalUnit() {}

    /** The bytes without the 3 that is put after two zeros so that no start code appears (H.264, 7.4.1). */
    static byte[] unescaped(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        int zeros = 0;
        for (int i = from; i < to; i++) {
            if (zeros >= 2 && bytes[i] == 3) {
                zeros = 0;
            } else {
                zeros = bytes[i] == 0 ? zeros + 1 : 0;
                plain[length++] = bytes[i];
            }
        }
        return Arrays.copyOf(plain, length);
    }
}
