package dev.headwater.media.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headwater.media.Codec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Identification header of Opus (RFC 7845, 5.1). */
final class OpusHead {
    private static final byte[] MAGIC = "OpusHead".getBytes(US_ASCII);
    private static final int CHANNELS_AT = 9;
    private static final int FAMILY_AT = 18;
    private static final int BYTES = 19;

    /** Streams and coupled streams, before a byte for each channel. */
    private static final int MAPPING_BYTES = 2;

    private static final int STEREO = 2;

    private OpusHead() {}

    /** @param head may be empty: encoders leave it out */
    static AudioFormat read(byte[] head) {
        boolean known = head.length > CHANNELS_AT && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
        return new AudioFormat(Codec.OPUS, "", AudioFormat.OPUS_RATE, known ? head[CHANNELS_AT] & 0xFF : 0);
    }

    /** The header without what is behind it, or stereo's if there is none; empty if it is broken. */
    static Optional<byte[]> whole(byte[] head) {
        if (head.length == 0) {
            return Optional.of(plain(STEREO));
        }
        int channels = read(head).channels();
        if (channels == 0 || head.length < BYTES) {
            return Optional.empty();
        }
        boolean mapped = head[FAMILY_AT] != 0;
        int length = BYTES + (mapped ? MAPPING_BYTES + channels : 0);
        boolean possible = head.length >= length && (mapped || channels <= STEREO);
        return possible ? Optional.of(Arrays.copyOf(head, length)) : Optional.empty();
    }

    /** As the first byte of a packet tells (RFC 6716, 3.1). */
    static byte[] ofPacket(byte[] packet) {
        return plain((packet[0] & 4) != 0 ? STEREO : 1);
    }

    private static byte[] plain(int channels) {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1) // version
                .put((byte) channels)
                .putShort((short) 0) // pre-skip
                .putInt(AudioFormat.OPUS_RATE)
                .array(); // no gain, family 0
    }
}
