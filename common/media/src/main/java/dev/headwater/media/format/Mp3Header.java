package dev.headwater.media.format;

import dev.headwater.media.Codec;
import java.util.Optional;

/**
 * The header of each frame of MPEG audio (ISO/IEC 11172-3, 2.4.1.3; 13818-3).
 *
 * @param samples in the frame
 */
record Mp3Header(int sampleRate, int channels, int samples) {
    private static final int SYNC = 0x7FF;
    private static final int[] RATES = {44_100, 48_000, 32_000, 0};
    private static final int MPEG_1 = 3;
    private static final int MPEG_2 = 2;
    private static final int LAYER_1 = 3;
    private static final int LAYER_3 = 1;
    private static final int MONO = 3;

    static Optional<Mp3Header> read(byte[] frame, int from) {
        var in = new BitReader(frame, from, frame.length);
        int sync = in.bits(11);
        int version = in.bits(2);
        int layer = in.bits(2);
        in.skip(1 + 4); // protection, bitrate
        int rate = RATES[in.bits(2)];
        in.skip(2); // padding, private
        int mode = in.bits(2);
        if (in.isBroken() || sync != SYNC) {
            return Optional.empty();
        }
        int divisor = switch (version) {
            case MPEG_1 -> 1;
            case MPEG_2 -> 2;
            default -> 4; // MPEG-2.5
        };
        int samples = switch (layer) {
            case LAYER_1 -> 384;
            case LAYER_3 -> version == MPEG_1 ? 1_152 : 576;
            default -> 1_152;
        };
        return Optional.of(new Mp3Header(rate / divisor, mode == MONO ? 1 : 2, samples));
    }

    AudioFormat format() {
        return new AudioFormat(Codec.MP3, "", sampleRate, channels);
    }
}
