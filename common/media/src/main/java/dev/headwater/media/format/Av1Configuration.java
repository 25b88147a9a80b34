package dev.headwater.media.format;

import dev.headwater.media.Codec;

/** AV1CodecConfigurationRecord (AV1 in ISO-BMFF, 2.3.3) and the sequence header OBU in it (AV1, 5.5.1). */
final class Av1Configuration {
    private static final int OBUS_AT = 4;
    private static final int SEQUENCE_HEADER = 1;

    /** From this level on a tier is told. */
    private static final int LEVEL_4_0 = 8;

    private static final int TIMING_BITS = 64;
    private static final int DECODING_TICK_BITS = 32;
    private static final int MAX_LEB128_BYTES = 8;

    private Av1Configuration() {}

    static VideoFormat read(byte[] record) {
        if (record.length < OBUS_AT) {
            return VideoFormat.unknown(Codec.AV1);
        }
        int level = record[1] & 0x1F;
        var size = size(record);
        return new VideoFormat(
                Codec.AV1, profile(record[1] >> 5 & 7), 2 + level / 4 + "." + level % 4, size.width(), size.height());
    }

    private static String profile(int number) {
        return switch (number) {
            case 0 -> "Main";
            case 1 -> "High";
            case 2 -> "Professional";
            default -> Integer.toString(number);
        };
    }

    private static PictureSize size(byte[] record) {
        if (record.length < OBUS_AT + 2 || (record[OBUS_AT] >> 3 & 0xF) != SEQUENCE_HEADER) {
            return PictureSize.UNKNOWN;
        }
        var in = new BitReader(record, OBUS_AT, record.length);
        in.skip(5); // forbidden bit, type
        boolean hasExtension = in.flag();
        boolean hasSize = in.flag();
        in.skip(hasExtension ? 9 : 1);
        for (int i = 0; hasSize && i < MAX_LEB128_BYTES; i++) {
            hasSize = in.bits(8) >= 0x80; // leb128: goes on
        }
        return sequence(in);
    }

    private static PictureSize sequence(BitReader in) {
        in.skip(4); // seq_profile, still_picture
        if (in.flag()) { // reduced_still_picture_header
            in.skip(5); // seq_level_idx
        } else {
            skipOperatingPoints(in);
        }
        int widthBits = 1 + in.bits(4);
        int heightBits = 1 + in.bits(4);
        var size = new PictureSize(1 + in.bits(widthBits), 1 + in.bits(heightBits));
        return in.isBroken() ? PictureSize.UNKNOWN : size;
    }

    private static void skipOperatingPoints(BitReader in) {
        int delayBits = 0;
        if (in.flag()) { // timing_info_present_flag
            in.skip(TIMING_BITS);
            if (in.flag()) { // equal_picture_interval
                in.golomb();
            }
            if (in.flag()) { // decoder_model_info_present_flag
                delayBits = 1 + in.bits(5);
                in.skip(DECODING_TICK_BITS + 5 + 5);
            }
        }
        boolean displayDelays = in.flag();
        int points = 1 + in.bits(5);
        for (int i = 0; i < points; i++) {
            in.skip(12); // operating_point_idc
            if (in.bits(5) >= LEVEL_4_0) {
                in.skip(1); // seq_tier
            }
            if (delayBits > 0 && in.flag()) {
                in.skip(2 * delayBits + 1);
            }
            if (displayDelays && in.flag()) {
                in.skip(4);
            }
        }
    }
}
