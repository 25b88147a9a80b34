package dev.headwater.loadtest.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A look at the movie fragments of a segment of one track (ISO/IEC 14496-12, 8.8). Stateless. */
final class Fragments {
    private static final int BOX_BYTES = 8;
    private static final int MOOF = type("moof");
    private static final int MDAT = type("mdat");
    private static final int TRAF = type("traf");
    private static final int TFHD = type("tfhd");
    private static final int TFDT = type("tfdt");
    private static final int TRUN = type("trun");
    private static final Set<Integer> OTHERS = Set.of(type("styp"), type("sidx"), type("prft"), type("emsg"));

    private static final int VERSION_1 = 1 << 24;

    // tf_flags and tr_flags
    private static final int BASE_DATA_OFFSET = 0x01;
    private static final int DESCRIPTION_INDEX = 0x02;
    private static final int DEFAULT_DURATION = 0x08;
    private static final int DEFAULT_SIZE = 0x10;
    private static final int DATA_OFFSET = 0x01;
    private static final int FIRST_FLAGS = 0x04;
    private static final int DURATION = 0x100;
    private static final int SIZE = 0x200;
    private static final int FLAGS = 0x400;
    private static final int COMPOSITION = 0x800;

    private Fragments() {}

    /**
     * Tells the time of each fragment, and its samples.
     *
     * @return whether each moof has its mdat, and the samples fill it
     */
    static boolean look(byte[] in, int kept, long length, SegmentCheck.Findings findings) {
        try {
            return areSound(in, kept, length, findings);
        } catch (IndexOutOfBoundsException e) {
            return false; // a box is shorter than what it says is in it
        }
    }

    private static boolean areSound(byte[] in, int kept, long length, SegmentCheck.Findings findings) {
        var boxes = ByteBuffer.wrap(in, 0, kept);
        long at = 0;
        long sampleBytes = -1; // of a moof that waits for its mdat
        while (at + BOX_BYTES <= kept) {
            int start = (int) at;
            long size = Integer.toUnsignedLong(boxes.getInt(start));
            int type = boxes.getInt(start + Integer.BYTES);
            if (size < BOX_BYTES || at + size > length) {
                return false;
            }
            if (type == MOOF) {
                if (at + size > kept) {
                    return kept < length; // its end is not here to be looked at
                }
                sampleBytes = fragment(boxes, start, (int) size, findings);
            } else if (type == MDAT) {
                if (sampleBytes != size - BOX_BYTES) {
                    return false;
                }
                sampleBytes = -1;
            } else if (!OTHERS.contains(type)) {
                return false;
            }
            at += size;
        }
        return kept < length || (at == length && sampleBytes < 0);
    }

    /** @return bytes of all samples; negative if it cannot be read */
    private static long fragment(ByteBuffer in, int moof, int moofBytes, SegmentCheck.Findings findings) {
        int end = moof + moofBytes;
        int traf = find(in, TRAF, moof + BOX_BYTES, end);
        if (traf < 0) {
            return -1;
        }
        int trafEnd = traf + in.getInt(traf);
        int from = traf + BOX_BYTES;
        int header = find(in, TFHD, from, trafEnd);
        int time = find(in, TFDT, from, trafEnd);
        int run = find(in, TRUN, from, trafEnd);
        if (header < 0 || time < 0 || run < 0) {
            return -1;
        }
        boolean wide = (in.getInt(time + BOX_BYTES) & VERSION_1) != 0;
        int baseAt = time + BOX_BYTES + Integer.BYTES;
        findings.time(wide ? in.getLong(baseAt) : Integer.toUnsignedLong(in.getInt(baseAt)));
        return samples(in, run, run + in.getInt(run), defaultSize(in, header), moof, findings);
    }

    private static int defaultSize(ByteBuffer in, int header) {
        int flags = in.getInt(header + BOX_BYTES);
        if ((flags & DEFAULT_SIZE) == 0) {
            return 0;
        }
        return in.getInt(header
                + BOX_BYTES
                + 2 * Integer.BYTES // flags, track id
                + ((flags & BASE_DATA_OFFSET) == 0 ? 0 : Long.BYTES)
                + ((flags & DESCRIPTION_INDEX) == 0 ? 0 : Integer.BYTES)
                + ((flags & DEFAULT_DURATION) == 0 ? 0 : Integer.BYTES));
    }

    private static long samples(
            ByteBuffer in, int run, int runEnd, int defaultSize, int moof, SegmentCheck.Findings findings) {
        int flags = in.getInt(run + BOX_BYTES);
        int count = in.getInt(run + BOX_BYTES + Integer.BYTES);
        int at = run + BOX_BYTES + 2 * Integer.BYTES;
        long data = moof;
        if ((flags & DATA_OFFSET) != 0) {
            data += in.getInt(at);
            at += Integer.BYTES;
        }
        at += bytes(flags, FIRST_FLAGS);
        int entry = bytes(flags, DURATION) + bytes(flags, SIZE) + bytes(flags, FLAGS) + bytes(flags, COMPOSITION);
        if (count < 0 || data < 0 || (long) count * entry > runEnd - at) {
            return -1;
        }
        long total = 0;
        for (int i = 0; i < count; i++) {
            long size = (flags & SIZE) == 0
                    ? defaultSize
                    : Integer.toUnsignedLong(in.getInt(at + i * entry + bytes(flags, DURATION)));
            long from = data + total;
            total += size;
            if (from < in.limit()) {
                findings.frame((int) from, (int) Math.min(from + size, in.limit()));
            }
        }
        return total;
    }

    private static int bytes(int flags, int flag) {
        return (flags & flag) == 0 ? 0 : Integer.BYTES;
    }

    /** Where the first box of a type is among those from {@code from} to {@code end}; -1 if there is none, or one is broken. */
    private static int find(ByteBuffer in, int type, int from, int end) {
        int at = from;
        while (at + BOX_BYTES <= end) {
            int size = in.getInt(at);
            if (size < BOX_BYTES || size > end - at) {
                return -1;
            }
            if (in.getInt(at + Integer.BYTES) == type) {
                return size >= BOX_BYTES + 2 * Integer.BYTES || type == TRAF ? at : -1;
            }
            at += size;
        }
        return -1;
    }

    private static int type(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
    }
}
