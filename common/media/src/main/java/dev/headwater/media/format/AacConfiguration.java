package dev.headwater.media.format;

import dev.headwater.media.Codec;
import java.util.Optional;

/**
 * AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1), as far as its explicit signalling goes.
 *
 * @param objectType audio object type: 2 is AAC-LC, 5 and 29 are HE-AAC
 * @param coreType that of what spectral band replication adds to; {@code objectType} if there is none
 * @param coreRate samples a second of a coded frame, before spectral band replication
 * @param rate samples a second as they are played
 * @param channelConfiguration 0 to 15; 0 is told elsewhere
 * @param frameSamples samples of {@code coreRate} in a frame; 0 if the type leaves it open
 */
public record AacConfiguration(
        int objectType, int coreType, int coreRate, int rate, int channelConfiguration, int frameSamples) {
    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };

    /** By channelConfiguration. */
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0};

    private static final int RATE_IN_FULL = 15;
    private static final int TYPE_IN_FULL = 31;
    private static final int SPECTRAL_BAND_REPLICATION = 5;
    private static final int PARAMETRIC_STEREO = 29;

    /** Empty if the record is cut. */
    public static Optional<AacConfiguration> read(byte[] config) {
        var in = new BitReader(config);
        int type = readType(in);
        int coreRate = readRate(in);
        int channels = in.bits(4);
        boolean hasExtension = type == SPECTRAL_BAND_REPLICATION || type == PARAMETRIC_STEREO;
        int rate = hasExtension ? readRate(in) : coreRate;
        if (in.isBroken()) {
            return Optional.empty();
        }
        int coreType = hasExtension ? readType(in) : type;
        boolean isShort = in.flag(); // frameLengthFlag
        return Optional.of(
                new AacConfiguration(type, coreType, coreRate, rate, channels, frameSamples(coreType, isShort)));
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

    private static int frameSamples(int type, boolean isShort) {
        return switch (type) {
            case 1, 2, 3, 4 -> isShort ? 960 : 1_024;
            case 23, 39 -> isShort ? 480 : 512; // low delay
            default -> 0;
        };
    }

    /** samplingFrequencyIndex of {@link #coreRate}; -1 if it has none. */
    public int coreRateIndex() {
        for (int index = 0; index < RATES.length; index++) {
            if (RATES[index] == coreRate) {
                return index;
            }
        }
        return -1;
    }

    AudioFormat format() {
        int channels = CHANNELS[channelConfiguration];
        int played = objectType == PARAMETRIC_STEREO && channels == 1 ? 2 : channels;
        return new AudioFormat(Codec.AAC, profile(), rate, played);
    }

    private String profile() {
        return switch (objectType) {
            case 1 -> "Main";
            case 2 -> "LC";
            case 3 -> "SSR";
            case 4 -> "LTP";
            case SPECTRAL_BAND_REPLICATION -> "HE";
            case PARAMETRIC_STEREO -> "HEv2";
            case 42 -> "xHE";
            default -> Integer.toString(objectType);
        };
    }
}
