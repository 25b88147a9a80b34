package dev.headwater.media.format;

import dev.headwater.media.Codec;
import java.util.Locale;

/**
 * The name that playlists and browsers know a codec by (RFC 6381; ISO/IEC 14496-15, annex E; the bindings of AV1
 * and VP9 to ISO-BMFF). Each takes a record that was looked at already.
 */
final class CodecName {
    private static final int HEVC_COMPATIBILITY_AT = 2;
    private static final int HEVC_CONSTRAINTS_AT = 6;
    private static final int HEVC_LEVEL_AT = 12;

    private CodecName() {}

    static String avc(byte[] record) {
        return "avc1.%02x%02x%02x".formatted(record[1] & 0xFF, record[2] & 0xFF, record[3] & 0xFF);
    }

    static String hevc(byte[] record) {
        String space = switch (record[1] >> 6 & 3) {
            case 0 -> "";
            case 1 -> "A";
            case 2 -> "B";
            default -> "C";
        };
        int compatibility = new BitReader(record, HEVC_COMPATIBILITY_AT, HEVC_CONSTRAINTS_AT).bits(32);
        String tier = (record[1] & 0x20) != 0 ? "H" : "L";
        var name = new StringBuilder("hvc1.").append(space).append(record[1] & 0x1F);
        name.append('.').append(hex(Integer.reverse(compatibility)));
        name.append('.').append(tier).append(record[HEVC_LEVEL_AT] & 0xFF);
        int end = HEVC_LEVEL_AT;
        while (end > HEVC_CONSTRAINTS_AT && record[end - 1] == 0) {
            end--; // zeros at the end are left out
        }
        for (int at = HEVC_CONSTRAINTS_AT; at < end; at++) {
            name.append('.').append(hex(record[at] & 0xFF));
        }
        return name.toString();
    }

    private static String hex(int number) {
        return Integer.toHexString(number).toUpperCase(Locale.ROOT);
    }

    static String av1(byte[] record) {
        int profile = record[1] >> 5 & 7;
        boolean high = (record[2] & 0x40) != 0;
        boolean twelve = (record[2] & 0x20) != 0;
        int depth = !high ? 8 : profile == 2 && twelve ? 12 : 10;
        String tier = (record[2] & 0x80) != 0 ? "H" : "M";
        return String.format(Locale.ROOT, "av01.%d.%02d%s.%02d", profile, record[1] & 0x1F, tier, depth);
    }

    static String vp9(byte[] record) {
        return String.format(
                Locale.ROOT, "vp09.%02d.%02d.%02d", record[0] & 0xFF, record[1] & 0xFF, record[2] >> 4 & 0xF);
    }

    static String aac(AacConfiguration configuration) {
        return "mp4a.40." + configuration.objectType();
    }

    /** Of codecs whose name tells no more than the codec. */
    static String plain(Codec codec) {
        return switch (codec) {
            case MP3 -> "mp4a.40.34";
            case OPUS -> "opus";
            case FLAC -> "flac";
            default -> codec.fourCc();
        };
    }
}
