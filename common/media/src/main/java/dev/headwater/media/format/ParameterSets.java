package dev.headwater.media.format;

import dev.headwater.media.Codec;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * What a decoder of H.264 or HEVC must have before its first picture, as the track's record lists it (ISO/IEC 14496-15, 5.3.3.1
 * and 8.3.3.1). Immutable.
 */
public final class ParameterSets {
    private static final byte[] START_CODE = {0, 0, 0, 1};

    private static final int AVC_LENGTH_AT = 4;
    private static final int AVC_SPS_AT = 5;
    private static final int HEVC_LENGTH_AT = 21;
    private static final int HEVC_ARRAYS_AT = 22;
    private static final int HEVC_VPS = 32;
    private static final int HEVC_PPS = 34;
    private static final int LENGTH_BYTES = 2;

    private final int lengthBytes;
    private final byte[] annexB;

    private ParameterSets(int lengthBytes, byte[] annexB) {
        this.lengthBytes = lengthBytes;
        this.annexB = annexB;
    }

    /** Those of a track of H.264 or HEVC. */
    public static ParameterSets of(TrackFormat track) {
        return read(track.codec(), track.record()).orElseThrow();
    }

    /** Empty if the record is cut or has none. */
    static Optional<ParameterSets> read(Codec codec, byte[] record) {
        var sets = new ByteArrayOutputStream(record.length);
        boolean whole = codec == Codec.AVC ? readAvc(record, sets) : readHevc(record, sets);
        if (!whole || sets.size() == 0) {
            return Optional.empty();
        }
        int lengthAt = codec == Codec.AVC ? AVC_LENGTH_AT : HEVC_LENGTH_AT;
        return Optional.of(new ParameterSets(1 + (record[lengthAt] & 3), sets.toByteArray()));
    }

    private static boolean readAvc(byte[] record, ByteArrayOutputStream sets) {
        if (record.length <= AVC_SPS_AT) {
            return false;
        }
        int at = copy(record, AVC_SPS_AT + 1, record[AVC_SPS_AT] & 0x1F, sets);
        return at >= 0 && at < record.length && copy(record, at + 1, record[at] & 0xFF, sets) >= 0;
    }

    private static boolean readHevc(byte[] record, ByteArrayOutputStream sets) {
        if (record.length <= HEVC_ARRAYS_AT) {
            return false;
        }
        var others = new ByteArrayOutputStream();
        int at = HEVC_ARRAYS_AT + 1;
        for (int arrays = record[HEVC_ARRAYS_AT] & 0xFF; arrays > 0; arrays--) {
            if (at < 0 || at + 1 + LENGTH_BYTES > record.length) {
                return false;
            }
            int type = record[at] & 0x3F;
            at = copy(record, at + 1 + LENGTH_BYTES, u16(record, at + 1), isParameterSet(type) ? sets : others);
        }
        return at >= 0;
    }

    private static boolean isParameterSet(int type) {
        return type >= HEVC_VPS && type <= HEVC_PPS;
    }

    /** Copies units, each behind its length. @return the place after the last, or -1 if they are cut */
    private static int copy(byte[] record, int from, int count, ByteArrayOutputStream sets) {
        int at = from;
        for (int i = 0; i < count; i++) {
            if (at + LENGTH_BYTES > record.length) {
                return -1;
            }
            int length = u16(record, at);
            at += LENGTH_BYTES;
            if (at + length > record.length) {
                return -1;
            }
            if (length > 0) {
                sets.writeBytes(START_CODE);
                sets.write(record, at, length);
            }
            at += length;
        }
        return at;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    /** Bytes of the length before each NAL unit of the track's frames: 1 to 4. */
    public int lengthBytes() {
        return lengthBytes;
    }

    /** The sets in their order, each behind a start code (H.264, annex B). Not to be changed. */
    public byte[] annexB() {
        return annexB;
    }
}
