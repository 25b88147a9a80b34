package dev.headwater.media.format;

import dev.headwater.media.Codec;
import java.util.Arrays;
import java.util.Optional;

/**
 * STREAMINFO of FLAC (RFC 9639, 8.2), which publishers send bare, as ffmpeg does, or as the first block behind the marker
 * {@code fLaC}.
 */
final class FlacStreamInfo {
    static final int BYTES = 34;

    private static final int MARKER = 0x664C6143; // "fLaC"
    private static final int MARKER_BYTES = 4;
    private static final int BLOCK_HEADER_BYTES = 4;
    private static final int RATE_AT = 10;

    private FlacStreamInfo() {}

    /** The 34 bytes themselves, of a sequence header in either form. */
    static Optional<byte[]> find(byte[] header) {
        var in = new BitReader(header);
        int from = in.bits(32) == MARKER ? MARKER_BYTES : 0;
        if (header.length - from >= BLOCK_HEADER_BYTES + BYTES && (header[from] & 0x7F) == 0) {
            from += BLOCK_HEADER_BYTES;
        }
        return header.length - from < BYTES
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(header, from, from + BYTES));
    }

    static AudioFormat read(byte[] header) {
        return find(header).map(FlacStreamInfo::format).orElseGet(() -> AudioFormat.unknown(Codec.FLAC));
    }

    private static AudioFormat format(byte[] info) {
        var in = new BitReader(info, RATE_AT, info.length);
        return new AudioFormat(Codec.FLAC, "", in.bits(20), 1 + in.bits(3));
    }

    /** Samples of each block; 0 if blocks differ. */
    static int blockSamples(byte[] info) {
        var in = new BitReader(info);
        int smallest = in.bits(16);
        return smallest == in.bits(16) ? smallest : 0;
    }
}
