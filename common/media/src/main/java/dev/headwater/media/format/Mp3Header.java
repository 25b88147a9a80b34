package dev.headwater.media.format;

import dev.headwater.media.Codec;

/** The header of each frame of MPEG audio (ISO/IEC 11172-3, 2.4.1.3; 13818-3). */
final class Mp3Header {
    private static final int SYNC = 0x7FF;
    private static final int[] RATES = {44_100, 48_000, 32_000, 0};
    private static final int MONO = 3;

    private Mp3Header() {}

    static AudioFormat read(byte[] frame) {
        var in = new BitReader(frame);
        int sync = in.bits(11);
        int version = in.bits(2);
        in.skip(2 + 1 + 4); // layer, protection, bitrate
        int rate = RATES[in.bits(2)];
        in.skip(2); // padding, private
        int mode = in.bits(2);
        if (in.isBroken() || sync != SYNC) {
            return AudioFormat.unknown(Codec.MP3);
        }
        int divisor = switch (version) {
            case 3 -> 1; // MPEG-1
            case 2 -> 2; // MPEG-2
            default -> 4; // MPEG-2.5
        };
        return new AudioFormat(Codec.MP3, "", rate / divisor, mode == MONO ? 1 : 2);
    }
}
