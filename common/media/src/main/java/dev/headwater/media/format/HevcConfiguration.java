package dev.headwater.media.format;

import dev.headwater.media.Codec;

/** HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1) and the first sequence parameter set in it (H.265, 7.3.2.2.1). */
final class HevcConfiguration {
    private static final int PROFILE_AT = 1;
    private static final int LEVEL_AT = 12;
    private static final int ARRAYS_AT = 22;
    private static final int SPS = 33;

    /** Profile space, tier, profile, compatibilities and constraints. */
    private static final int PROFILE_BITS = 88;

    private static final int LEVEL_BITS = 8;

    /** {@code general_level_idc} of level 1.0. */
    private static final int LEVEL_UNIT = 30;

    private static final int MAX_SUB_LAYERS = 8;

    private HevcConfiguration() {}

    static VideoFormat read(byte[] record) {
        if (record.length <= ARRAYS_AT) {
            return VideoFormat.unknown(Codec.HEVC);
        }
        int level = record[LEVEL_AT] & 0xFF;
        var size = size(record);
        return new VideoFormat(
                Codec.HEVC,
                profile(record[PROFILE_AT] & 0x1F),
                level / LEVEL_UNIT + "." + level % LEVEL_UNIT * 10 / LEVEL_UNIT,
                size.width(),
                size.height());
    }

    private static String profile(int idc) {
        return switch (idc) {
            case 1 -> "Main";
            case 2 -> "Main 10";
            case 3 -> "Main Still Picture";
            case 4 -> "Range Extensions";
            default -> Integer.toString(idc);
        };
    }

    /** Of the first set in the arrays of parameter sets: type, count, and each with its length. */
    private static PictureSize size(byte[] record) {
        int at = ARRAYS_AT + 1;
        for (int arrays = record[ARRAYS_AT] & 0xFF; arrays > 0 && at + 3 <= record.length; arrays--) {
            int type = record[at] & 0x3F;
            int units = u16(record, at + 1);
            at += 3;
            for (; units > 0 && at + 2 <= record.length; units--) {
                int end = at + 2 + u16(record, at);
                if (type == SPS && end <= record.length) {
                    return size(new BitReader(NalUnit.unescaped(record, at + 2, end)));
                }
                at = end;
            }
        }
        return PictureSize.UNKNOWN;
    }

    private static PictureSize size(BitReader in) {
        in.skip(16); // nal_unit_header
        in.skip(4); // sps_video_parameter_set_id
        int subLayers = in.bits(3);
        in.skip(1); // sps_temporal_id_nesting_flag
        skipProfileTierLevel(in, subLayers);
        in.golomb(); // sps_seq_parameter_set_id
        int chroma = in.golomb();
        boolean separate = chroma == 3 && in.flag();
        long width = in.golomb();
        long height = in.golomb();
        var crop = Crop.read(in);
        if (in.isBroken()) {
            return PictureSize.UNKNOWN;
        }
        boolean halved = !separate && (chroma == 1 || chroma == 2);
        return crop.of(width, height, halved ? 2 : 1, chroma == 1 ? 2 : 1);
    }

    /** (H.265, 7.3.3) */
    private static void skipProfileTierLevel(BitReader in, int subLayers) {
        in.skip(PROFILE_BITS + LEVEL_BITS);
        int bits = 0;
        for (int i = 0; i < subLayers; i++) {
            bits += in.flag() ? PROFILE_BITS : 0;
            bits += in.flag() ? LEVEL_BITS : 0;
        }
        if (subLayers > 0) {
            in.skip(2 * (MAX_SUB_LAYERS - subLayers)); // reserved
        }
        in.skip(bits);
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
