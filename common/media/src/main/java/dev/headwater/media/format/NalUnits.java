package dev.headwater.media.format;

/**
 * Goes through NAL units that lie one after another, each behind its length (ISO/IEC 14496-15, 5.3.2). A length of 0 is passed
 * over; at a length beyond the end it is over. Confined to its caller.
 */
public final class NalUnits {
    private final byte[] bytes;
    private final int end;
    private final int lengthBytes;

    private int start;
    private int next;

    /**
     * @param from and {@code to} within the array
     * @param lengthBytes 1 to 4
     */
    public NalUnits(byte[] bytes, int from, int to, int lengthBytes) {
        this.bytes = bytes;
        this.next = from;
        this.end = to;
        this.lengthBytes = lengthBytes;
    }

    /** Goes to the next unit. @return false if there is none */
    public boolean next() {
        while (lengthBytes < end - next) {
            long length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = length << Byte.SIZE | (bytes[next + i] & 0xFF);
            }
            start = next + lengthBytes;
            if (length > end - start) {
                break;
            }
            next = start + (int) length;
            if (length > 0) {
                return true;
            }
        }
        next = end;
        return false;
    }

    /** Where the unit starts in the array. */
    public int start() {
        return start;
    }

    /** At least 1. */
    public int length() {
        return next - start;
    }

    /** The unit's first byte, which holds its type. */
    public int header() {
        return bytes[start] & 0xFF;
    }
}
