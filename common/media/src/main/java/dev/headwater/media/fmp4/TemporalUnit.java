package dev.headwater.media.fmp4;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A picture of AV1 as MP4 has it: every OBU with its size, and no temporal delimiters (AV1 in ISO-BMFF, 2.4). An OBU that is cut
 * is left out, with all behind it.
 */
final class TemporalUnit {
    private static final int TEMPORAL_DELIMITER = 2;
    private static final int HAS_EXTENSION = 4;
    private static final int HAS_SIZE = 2;
    private static final int MAX_LEB128_BYTES = 8;

    private final byte[] bytes;

    /** Of the OBU that was read last: where it starts, its payload, and what is behind it. */
    private int start;

    private int payload;
    private int end;

    private TemporalUnit(byte[] bytes, int from) {
        this.bytes = bytes;
        this.end = from;
    }

    /** A view of the same bytes if all that is to go is a delimiter at their start, as nearly always. */
    static ByteBuffer of(byte[] bytes, int from) {
        var unit = new TemporalUnit(bytes, from);
        int start = from;
        while (unit.next()) {
            if (unit.type() == TEMPORAL_DELIMITER && unit.start == start) {
                start = unit.end;
            } else if (unit.type() == TEMPORAL_DELIMITER || !unit.hasSize()) {
                return rewritten(bytes, from);
            }
        }
        return ByteBuffer.wrap(bytes, start, unit.end - start);
    }

    private static ByteBuffer rewritten(byte[] bytes, int from) {
        var out = new ByteArrayOutputStream(bytes.length - from + MAX_LEB128_BYTES);
        var unit = new TemporalUnit(bytes, from);
        while (unit.next()) {
            if (unit.type() != TEMPORAL_DELIMITER) {
                unit.copy(out);
            }
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** Goes to the next OBU (AV1, 5.3.1). @return false if there is no whole one */
    private boolean next() {
        if (end >= bytes.length) {
            return false;
        }
        start = end;
        payload = start + headerBytes();
        long size = (long) bytes.length - payload;
        if (hasSize()) {
            size = 0;
            boolean goesOn = true;
            for (int i = 0; goesOn && i < MAX_LEB128_BYTES; i++) {
                if (payload >= bytes.length) {
                    return false;
                }
                size |= (long) (bytes[payload] & 0x7F) << (7 * i);
                goesOn = bytes[payload++] < 0;
            }
        }
        if (size < 0 || size > bytes.length - payload) {
            return false;
        }
        end = payload + (int) size;
        return true;
    }

    private int type() {
        return bytes[start] >> 3 & 0xF;
    }

    private boolean hasSize() {
        return (bytes[start] & HAS_SIZE) != 0;
    }

    private int headerBytes() {
        return (bytes[start] & HAS_EXTENSION) != 0 ? 2 : 1;
    }

    private void copy(ByteArrayOutputStream out) {
        out.write(bytes[start] | HAS_SIZE);
        out.write(bytes, start + 1, headerBytes() - 1);
        int size = end - payload;
        while (size >= 0x80) {
            out.write((size & 0x7F) | 0x80);
            size >>>= 7;
        }
        out.write(size);
        out.write(bytes, payload, end - payload);
    }
}
