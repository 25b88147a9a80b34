package dev.headwater.server.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headwater.media.MediaFrame;
import java.util.Arrays;

/**
 * A number that metadata of a broadcast has a place for and a wrong value in, such as {@code duration}: it is put right when the file is
 * whole, so that players know how long it is. Stateless.
 */
final class MetadataNumber {
    private static final char AMF0_NUMBER = 0;

    private MetadataNumber() {}

    /** Where the eight bytes of its value are in the payload of {@code onMetaData}; -1 if it is not there, or is no number. */
    static int offset(MediaFrame metadata, String name) {
        byte[] payload = metadata.payload();
        byte[] key = ("\0" + (char) name.length() + name + AMF0_NUMBER)
                .getBytes(US_ASCII); // an AMF0 property: length, name, marker
        for (int at = 0; at + key.length + Double.BYTES <= payload.length; at++) {
            if (Arrays.equals(payload, at, at + key.length, key, 0, key.length)) {
                return at + key.length;
            }
        }
        return -1;
    }
}
