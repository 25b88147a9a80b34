package dev.headwater.media.format;

import dev.headwater.media.Codec;

/** AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). */
final class AacConfiguration {
    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };

    /** By channelConfiguration; 0 is told elsewhere. */
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0};

    private static final int RATE_IN_FULL = 15;
    private static final int TYPE_IN_FULL = 31;
    private static final int SPECTRAL_BAND_REPLICATION = 5;
    private static final int PARAMETRIC_STEREO = 29;

    private AacConfiguration() {}

    static AudioFormat read(byte[] config) {
        var in = new BitReader(config);
        int type = readType(in);
        int rate = readRate(in);
        int channels = CHANNELS[in.bits(4)];
        boolean hasExtension = type == SPECTRAL_BAND_REPLICATION || type == PARAMETRIC_STEREO;
        int playedRate = hasExtension ? readRate(in) : rate;
        int played = type == PARAMETRIC_STEREO && channels == 1 ? 2 : channels;
        return in.isBroken()
                ? AudioFormat.unknown(Codec.AAC)
                : new AudioFormat(Codec.AAC, profile(type), playedRate, played);
    }

    private static int readType(BitReader in) {
        int type = in.bits(5);
        return type == TYPE_IN_FULL ? 32 + in.bits(6) : type;
    }

    private static int readRate(BitReader in) {
        int index = in.bits(4);
        if (index == RATE_IN_FULL) {
            return in.bits(24);
        }
        return index < RATES.length ? RATES[index] : 0;
    }

    private static String profile(int type) {
        return switch (type) {
            case 1 -> "Main";
            case 2 -> "LC";
            case 3 -> "SSR";
            case 4 -> "LTP";
            case SPECTRAL_BAND_REPLICATION -> "HE";
            case PARAMETRIC_STEREO -> "HEv2";
            case 42 -> "xHE";
            default -> Integer.toString(type);
        };
    }
}
