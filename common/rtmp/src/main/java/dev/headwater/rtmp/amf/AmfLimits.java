package dev.headwater.rtmp.amf;

/**
 * What one message may cost to decode.
 *
 * @param maxDepth containers inside each other, 1 to {@value #DEEPEST}
 * @param maxNodes values in all, each element and property among them; what a reference stands for is counted again
 * @param maxKeyBytes length of a property's or a class's name, at most 65535 (the most that AMF0 can write)
 * @param maxExpansion text and byte arrays may decode to this many times the length of the message: references repeat
 *     what the message has only once
 * @param minDecodedBytes text and byte arrays may decode to this many bytes however short the message is
 */
public record AmfLimits(int maxDepth, int maxNodes, int maxKeyBytes, int maxExpansion, int minDecodedBytes) {
    public static final AmfLimits DEFAULTS = new AmfLimits(32, 4_096, 1_024, 4, 64 * 1_024);

    /** Readers, writers, equals and hashCode recurse; this deep they need some 100 kB of stack. */
    private static final int DEEPEST = 256;

    public AmfLimits {
        requireBetween("depth", maxDepth, 1, DEEPEST);
        requireBetween("nodes", maxNodes, 1, Integer.MAX_VALUE);
        requireBetween("key bytes", maxKeyBytes, 1, 65_535);
        requireBetween("expansion", maxExpansion, 1, Integer.MAX_VALUE);
        requireBetween("decoded bytes", minDecodedBytes, 0, Integer.MAX_VALUE);
    }

    private static void requireBetween(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("AMF limit of %s is %d, not %d to %d".formatted(what, value, min, max));
        }
    }
}
