package dev.headwater.media.segment;

import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Tells contents that have had one name at different times from each other: equal for equal bytes, on all nodes. It is no proof
 * against who wants two contents to look the same, and whose stream that would be.
 */
public final class ContentHash {
    private ContentHash() {}

    /** @return eight hexadecimal digits, lower case: CRC-32C (RFC 3720, B.4) */
    public static String of(List<byte[]> pieces) {
        var sum = new CRC32C();
        pieces.forEach(sum::update);
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
