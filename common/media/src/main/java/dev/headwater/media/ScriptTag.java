package dev.headwater.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** The start of a data message: an AMF0 string that names its handler. Never throws. */
final class ScriptTag {
    private static final byte[] ON_META_DATA = "onMetaData".getBytes(US_ASCII);
    private static final byte[] CLEAR_DATA_FRAME = "@clearDataFrame".getBytes(US_ASCII);

    private static final int AMF0_NUMBER = 0;
    private static final int AMF0_NUMBER_BYTES = 9;
    private static final int AMF0_STRING = 2;
    private static final int AMF0_STRING_HEADER_BYTES = 3;

    private ScriptTag() {}

    static int traits(byte[] tag) {
        int at = 0;
        while (at < tag.length && tag[at] == AMF0_NUMBER) { // some cameras put one before the name
            at += AMF0_NUMBER_BYTES;
        }
        int none = Traits.of(Codec.NONE);
        if (names(tag, at, ON_META_DATA)) {
            return none | Traits.METADATA;
        }
        return names(tag, at, CLEAR_DATA_FRAME) ? none | Traits.CLEAR_METADATA : none;
    }

    private static boolean names(byte[] tag, int at, byte[] name) {
        int from = at + AMF0_STRING_HEADER_BYTES;
        return from + name.length <= tag.length
                && tag[at] == AMF0_STRING
                && tag[at + 1] == 0
                && tag[at + 2] == name.length
                && Arrays.equals(tag, from, from + name.length, name, 0, name.length);
    }
}
