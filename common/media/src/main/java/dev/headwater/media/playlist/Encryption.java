package dev.headwater.media.playlist;

/**
 * That segments are encrypted, each by AES-128 with its number as the initialisation vector (RFC 8216, 5.2).
 *
 * @param segmentsPerKey as many in a row have one key
 */
public record Encryption(int segmentsPerKey) {
    public Encryption {
        if (segmentsPerKey < 1) {
            throw new IllegalArgumentException("%d segments per key".formatted(segmentsPerKey));
        }
    }

    /** The number of the key of a segment. */
    public long keyOf(long segment) {
        return segment / segmentsPerKey;
    }
}
