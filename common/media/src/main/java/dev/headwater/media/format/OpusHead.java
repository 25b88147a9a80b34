package dev.headwater.media.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headwater.media.Codec;
import java.util.Arrays;

/** Identification header of Opus (RFC 7845, 5.1). */
final class OpusHead {
    private static final byte[] MAGIC = "OpusHead".getBytes(US_ASCII);
    private static final int CHANNELS_AT = 9;

    private OpusHead() {}

    /** @param head may be empty: encoders leave it out */
    static AudioFormat read(byte[] head) {
        boolean known = head.length > CHANNELS_AT && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
        return new AudioFormat(Codec.OPUS, "", AudioFormat.OPUS_RATE, known ? head[CHANNELS_AT] & 0xFF : 0);
    }
}
