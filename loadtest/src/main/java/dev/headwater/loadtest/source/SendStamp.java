package dev.headwater.loadtest.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a frame was sent, which one it is of its kind and of which publication, written into its payload where no decoder minds and every server
 * passes it on. Every byte has its top bit set, so it makes no start code and needs no emulation prevention.
 *
 * <pre>
 *   magic  monotonic ns  sequence  mark  wall-clock us  machine  mark  publication
 *     8         8            4       4         8           4       4        4       bytes, numbers in 7 bits each, high ones first
 * </pre>
 *
 * <p>Two clocks, for neither is right alone. {@link System#nanoTime} is CLOCK_MONOTONIC on Linux: exact, and the same for all
 * processes since boot, so it is taken when the stamp's machine, a hash of the kernel's boot id, is ours. Else the wall
 * clocks are compared, and the figure is as good as their synchronisation. A stamp without the second part counts as ours.
 *
 * <p>A publication is one publisher's connection: sequences of two of them have nothing to do with each other.
 *
 * <p>It stands in one of two places of an AVC frame (lengths of four bytes): behind the first three bytes of a slice, in
 * generated frames, or in an SEI message of user data before the first slice, in real ones (ITU-T H.264, D.2.7). In generated
 * sound it follows the start of the frame, under a magic of its own: who looks for pictures in a segment does not find it.
 */
public final class SendStamp {
    static final int BYTES = 44;

    /** The publication of a stamp that names none. */
    public static final long NO_PUBLICATION = -1;

    /** Identifies our SEI message, as its UUID. */
    static final byte[] UUID =
            bytes(0xC5, 0xE1, 0x9A, 0xB7, 0x86, 0xD3, 0xF0, 0xA9, 0x93, 0xEC, 0xB8, 0xDA, 0x97, 0xC2, 0xE6, 0x8F);

    private static final byte[] MAGIC = bytes(0xF2, 0x9D, 0xD4, 0xED, 0xF0, 0xEC, 0xEF, 0xE1);
    private static final byte[] SOUND_MAGIC = bytes(0xF2, 0x9D, 0xD4, 0xED, 0xF0, 0xEC, 0xEF, 0xF3);
    private static final byte[] MARK = bytes(0xC8, 0xF7, 0xB5, 0xF4);

    private static final byte[] PUBLICATION_MARK = bytes(0xF0, 0xE2, 0xC9, 0xA6);

    private static final int TIME_AT = 8;
    private static final int SEQUENCE_AT = 16;
    private static final int MARK_AT = 20;
    private static final int WALL_AT = 24;
    private static final int MACHINE_AT = 32;
    private static final int PUBLICATION_MARK_AT = 36;
    private static final int PUBLICATION_AT = 40;
    private static final int TIME_DIGITS = 8;
    private static final int SHORT_DIGITS = 4;

    /** Bits that do not fit into {@link #TIME_DIGITS} digits of seven bits. */
    private static final int LOST_TIME_BITS = 8;

    private static final int SEQUENCE_BITS = 28;

    private static final int AVC = 7;
    private static final int AVC_NALU = 1;
    static final int AVC_HEADER_BYTES = 5;
    static final int LENGTH_BYTES = 4;

    /** NAL unit header and the two bytes of slice header that our slices have. */
    private static final int IN_SLICE = 3;

    static final int NAL_TYPE_BITS = 0x1F;
    static final int LAST_SLICE_TYPE = 5;
    static final int SEI = 6;
    static final int SEI_HEADER_BYTES = 3; // NAL unit header, payload type, payload size

    /** A stamp in sound starts within so many bytes. */
    private static final int SOUND_START_BYTES = 16;

    private static final long MACHINE = machine();

    private SendStamp() {}

    /** Where the stamp of a video payload starts, or -1. */
    public static int find(byte[] payload) {
        if (!isAvcFrame(payload)) {
            return -1;
        }
        int at = AVC_HEADER_BYTES;
        while (at + LENGTH_BYTES + IN_SLICE + MARK_AT <= payload.length) {
            int nal = at + LENGTH_BYTES;
            int type = payload[nal] & NAL_TYPE_BITS;
            if (type <= LAST_SLICE_TYPE) {
                return isAt(payload, nal + IN_SLICE, MAGIC) ? nal + IN_SLICE : -1;
            }
            int inSei = nal + SEI_HEADER_BYTES + UUID.length;
            if (type == SEI && isAt(payload, nal + SEI_HEADER_BYTES, UUID) && isAt(payload, inSei, MAGIC)) {
                return inSei + MARK_AT <= payload.length ? inSei : -1;
            }
            int length = lengthAt(payload, at);
            if (length <= 0 || length > payload.length - nal) {
                return -1;
            }
            at = nal + length;
        }
        return -1;
    }

    /** Where the stamp of an audio payload starts, or -1. */
    public static int findInSound(byte[] payload) {
        for (int at = 0; at <= SOUND_START_BYTES && at + BYTES <= payload.length; at++) {
            if (payload[at] == SOUND_MAGIC[0] && isAt(payload, at, SOUND_MAGIC)) {
                return at;
            }
        }
        return -1;
    }

    /** Where the first stamp starts that is between {@code from} and {@code to} of any bytes, or -1. */
    public static int search(byte[] bytes, int from, int to) {
        for (int at = from; at + MARK_AT <= to; at++) {
            if (bytes[at] == MAGIC[0] && isAt(bytes, at, MAGIC)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether NAL units follow the header of the tag. */
    static boolean isAvcFrame(byte[] payload) {
        return payload.length >= AVC_HEADER_BYTES && (payload[0] & 0x8F) == AVC && payload[1] == AVC_NALU;
    }

    /** Number of the frame at its publisher, from 0; 28 bits. */
    public static long sequence(byte[] payload, int at) {
        return number(payload, at + SEQUENCE_AT, SHORT_DIGITS);
    }

    /** How long ago the frame was sent, in nanoseconds; negative only where clocks disagree. */
    public static long ageNanos(byte[] payload, int at, long nowNanos) {
        boolean whole = isAt(payload, at + MARK_AT, MARK) && payload.length - at >= PUBLICATION_MARK_AT;
        if (whole && number(payload, at + MACHINE_AT, SHORT_DIGITS) != MACHINE) {
            return (wallMicros() - number(payload, at + WALL_AT, TIME_DIGITS)) * 1_000;
        }
        return (nowNanos - number(payload, at + TIME_AT, TIME_DIGITS)) << LOST_TIME_BITS >> LOST_TIME_BITS;
    }

    /** Which publication sent the frame, 28 bits, or {@link #NO_PUBLICATION}. */
    public static long publication(byte[] payload, int at) {
        return isAt(payload, at + PUBLICATION_MARK_AT, PUBLICATION_MARK) && payload.length - at >= BYTES
                ? number(payload, at + PUBLICATION_AT, SHORT_DIGITS)
                : NO_PUBLICATION;
    }

    /** How many frames {@code sequence} is after {@code other}: sequences go round. */
    public static int distance(long sequence, long other) {
        int lost = Integer.SIZE - SEQUENCE_BITS;
        return (int) (sequence - other) << lost >> lost;
    }

    /** Writes a stamp with the time of now. */
    static void write(byte[] payload, int at, long sequence, long publication) {
        write(payload, at, sequence, publication, System.nanoTime(), wallMicros(), MACHINE);
    }

    /** The same, into sound. */
    static void writeInSound(byte[] payload, int at, long sequence, long publication) {
        write(payload, at, sequence, publication);
        System.arraycopy(SOUND_MAGIC, 0, payload, at, SOUND_MAGIC.length);
    }

    static void write(
            byte[] payload, int at, long sequence, long publication, long nanos, long wallMicros, long machine) {
        System.arraycopy(MAGIC, 0, payload, at, MAGIC.length);
        writeNumber(payload, at + TIME_AT, TIME_DIGITS, nanos);
        writeNumber(payload, at + SEQUENCE_AT, SHORT_DIGITS, sequence);
        System.arraycopy(MARK, 0, payload, at + MARK_AT, MARK.length);
        writeNumber(payload, at + WALL_AT, TIME_DIGITS, wallMicros);
        writeNumber(payload, at + MACHINE_AT, SHORT_DIGITS, machine);
        System.arraycopy(PUBLICATION_MARK, 0, payload, at + PUBLICATION_MARK_AT, PUBLICATION_MARK.length);
        writeNumber(payload, at + PUBLICATION_AT, SHORT_DIGITS, publication);
    }

    /** Length of the NAL unit, from the four bytes before it. */
    static int lengthAt(byte[] payload, int at) {
        return payload[at] << 24
                | (payload[at + 1] & 0xFF) << 16
                | (payload[at + 2] & 0xFF) << 8
                | (payload[at + 3] & 0xFF);
    }

    private static boolean isAt(byte[] payload, int at, byte[] wanted) {
        int end = at + wanted.length;
        return end <= payload.length && Arrays.equals(payload, at, end, wanted, 0, wanted.length);
    }

    private static long number(byte[] payload, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value << 7 | (payload[i] & 0x7F);
        }
        return value;
    }

    private static void writeNumber(byte[] payload, int at, int digits, long value) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            payload[i] = (byte) (0x80 | (rest & 0x7F));
            rest >>>= 7;
        }
    }

    private static long wallMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** Without a boot id only this process is trusted to share our clock. */
    private static long machine() {
        long id;
        try {
            id = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).hashCode();
        } catch (IOException e) {
            id = ThreadLocalRandom.current().nextInt();
        }
        return id & (1 << SEQUENCE_BITS) - 1;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
