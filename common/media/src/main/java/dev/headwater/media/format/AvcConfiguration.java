package dev.headwater.media.format;

import dev.headwater.media.Codec;

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1) and the first sequence parameter set in it (H.264, 7.3.2.1.1). */
final class AvcConfiguration {
    private static final int PROFILE_AT = 1;
    private static final int CONSTRAINTS_AT = 2;
    private static final int LEVEL_AT = 3;
    private static final int SPS_COUNT_AT = 5;
    private static final int SPS_LENGTH_AT = 6;
    private static final int SPS_AT = 8;
    private static final int MACROBLOCK = 16;

    /** Bit of {@code constraint_set1_flag}. */
    private static final int CONSTRAINED = 0x40;

    private static final int MAX_REFERENCES = 255;

    private AvcConfiguration() {}

    static VideoFormat read(byte[] record) {
        if (record.length < SPS_AT) {
            return VideoFormat.unknown(Codec.AVC);
        }
        String profile = profile(record[PROFILE_AT] & 0xFF, (record[CONSTRAINTS_AT] & CONSTRAINED) != 0);
        int level = record[LEVEL_AT] & 0xFF;
        int length = (record[SPS_LENGTH_AT] & 0xFF) << 8 | (record[SPS_LENGTH_AT + 1] & 0xFF);
        boolean hasSps = (record[SPS_COUNT_AT] & 0x1F) > 0 && SPS_AT + length <= record.length;
        var size = hasSps ? size(NalUnit.unescaped(record, SPS_AT, SPS_AT + length)) : PictureSize.UNKNOWN;
        return new VideoFormat(Codec.AVC, profile, level / 10 + "." + level % 10, size.width(), size.height());
    }

    private static String profile(int idc, boolean constrained) {
        return switch (idc) {
            case 66 -> constrained ? "Constrained Baseline" : "Baseline";
            case 77 -> "Main";
            case 88 -> "Extended";
            case 100 -> "High";
            case 110 -> "High 10";
            case 122 -> "High 4:2:2";
            case 244 -> "High 4:4:4 Predictive";
            default -> Integer.toString(idc);
        };
    }

    private static PictureSize size(byte[] sps) {
        var in = new BitReader(sps);
        in.skip(8); // nal_unit_type
        int profile = in.bits(8);
        in.skip(16); // constraints, level_idc
        in.golomb(); // seq_parameter_set_id
        int chroma = hasChroma(profile) ? readChroma(in) : 1;
        in.golomb(); // log2_max_frame_num_minus4
        skipOrderCount(in);
        in.golomb(); // max_num_ref_frames
        in.flag(); // gaps_in_frame_num_value_allowed_flag
        long macroblocksWide = 1L + in.golomb();
        long mapUnitsHigh = 1L + in.golomb();
        boolean framesOnly = in.flag();
        if (!framesOnly) {
            in.flag(); // mb_adaptive_frame_field_flag
        }
        in.flag(); // direct_8x8_inference_flag
        var crop = Crop.read(in);
        if (in.isBroken()) {
            return PictureSize.UNKNOWN;
        }
        int fields = framesOnly ? 1 : 2;
        int cropX = chroma == 1 || chroma == 2 ? 2 : 1;
        int cropY = (chroma == 1 ? 2 : 1) * fields;
        return crop.of(macroblocksWide * MACROBLOCK, mapUnitsHigh * MACROBLOCK * fields, cropX, cropY);
    }

    private static boolean hasChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    /** {@code ChromaArrayType}: 1 is 4:2:0, 2 is 4:2:2, else colours are not halved. */
    private static int readChroma(BitReader in) {
        int chroma = in.golomb();
        boolean separate = chroma == 3 && in.flag();
        in.golomb(); // bit_depth_luma_minus8
        in.golomb(); // bit_depth_chroma_minus8
        in.flag(); // qpprime_y_zero_transform_bypass_flag
        if (in.flag()) { // seq_scaling_matrix_present_flag
            int lists = chroma == 3 ? 12 : 8;
            for (int i = 0; i < lists && !in.isBroken(); i++) {
                if (in.flag()) {
                    skipScalingList(in, i < 6 ? 16 : 64);
                }
            }
        }
        return separate ? 0 : chroma;
    }

    /** (H.264, 7.3.2.1.1.1) */
    private static void skipScalingList(BitReader in, int size) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size; i++) {
            if (next != 0) {
                next = (last + in.signedGolomb()) & 0xFF;
            }
            last = next == 0 ? last : next;
        }
    }

    private static void skipOrderCount(BitReader in) {
        switch (in.golomb()) { // pic_order_cnt_type
            case 0 -> in.golomb();
            case 1 -> {
                in.flag();
                in.signedGolomb();
                in.signedGolomb();
                int references = Math.min(in.golomb(), MAX_REFERENCES);
                for (int i = 0; i < references; i++) {
                    in.signedGolomb();
                }
            }
            default -> {} // 2: from the order of decoding
        }
    }
}
