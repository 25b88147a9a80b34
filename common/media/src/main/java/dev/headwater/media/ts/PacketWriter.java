package dev.headwater.media.ts;

/** Puts tables and PES packets into transport packets (ISO/IEC 13818-1, 2.4.3). Confined to its caller. */
final class PacketWriter {
    static final int PACKET_BYTES = 188;
    private static final int HEADER_BYTES = 4;

    private static final int SYNC = 0x47;
    private static final int STARTS_UNIT = 0x40;
    private static final int HAS_ADAPTATION = 0x20;
    private static final int HAS_PAYLOAD = 0x10;

    // flags of the adaptation field
    private static final int DISCONTINUITY = 0x80;
    private static final int RANDOM_ACCESS = 0x40;
    private static final int HAS_CLOCK = 0x10;

    private static final int CLOCK_BYTES = 6;
    private static final int STUFFING = 0xFF;

    private static final byte[] NOTHING = {};

    /** Times are in units of 90 kHz. A clock reference is due each 100 ms (ISO/IEC 13818-1, 2.7.2). */
    private static final long MAX_CLOCK_STEP = 95 * 90;

    /** A longer hole in the stream is not filled with clock references. */
    private static final long MAX_CLOCK_GAP = 10_000 * 90;

    /** How long before its decoding a picture is there, so that sound that comes after it is in time as well. */
    private static final long DELAY = 700 * 90;

    private final Bytes out;

    PacketWriter(Bytes out) {
        this.out = out;
    }

    /** A table. */
    void table(Pid pid, Bytes section) {
        unit(pid, 0, 0, section);
    }

    /**
     * A PES packet, with the clock if that is on its PID.
     *
     * @param time of its decoding
     * @param isRandomAccess whether a decoder can start with it
     */
    void pes(Pid pid, long time, boolean isRandomAccess, Bytes pes) {
        int flags = isRandomAccess ? RANDOM_ACCESS : 0;
        if (pid.hasClock()) {
            fillWithClock(pid, time);
            unit(pid, flags | HAS_CLOCK, pid.tellClock(time), pes);
        } else {
            unit(pid, flags, 0, pes);
        }
    }

    /** Packets with nothing but the clock, so that it is told often enough up to a time. */
    private void fillWithClock(Pid pid, long time) {
        long since = pid.sinceClock(time);
        if (since > MAX_CLOCK_GAP) {
            return;
        }
        for (; since > MAX_CLOCK_STEP; since -= MAX_CLOCK_STEP) {
            packet(pid, 0, HAS_CLOCK, pid.tellClock(time - since + MAX_CLOCK_STEP), NOTHING, 0, 0);
        }
    }

    private void unit(Pid pid, int flags, long clock, Bytes unit) {
        int at = packet(pid, STARTS_UNIT, flags, clock, unit.array(), 0, unit.size());
        while (at < unit.size()) {
            at = packet(pid, 0, 0, 0, unit.array(), at, unit.size());
        }
    }

    /** One packet, filled up by its adaptation field. @return how far its payload went */
    private int packet(Pid pid, int start, int flags, long clock, byte[] unit, int from, int to) {
        int allFlags = flags | (pid.begins() ? DISCONTINUITY : 0);
        boolean hasClock = (flags & HAS_CLOCK) != 0;
        int needed = allFlags == 0 ? 0 : 2 + (hasClock ? CLOCK_BYTES : 0);
        int taken = Math.min(to - from, PACKET_BYTES - HEADER_BYTES - needed);
        int adaptation = PACKET_BYTES - HEADER_BYTES - taken;
        out.u8(SYNC);
        out.u16(start << 8 | pid.number());
        out.u8((adaptation > 0 ? HAS_ADAPTATION : 0) | (taken > 0 ? HAS_PAYLOAD : 0) | pid.counter(taken > 0));
        if (adaptation > 0) {
            out.u8(adaptation - 1);
        }
        if (adaptation > 1) {
            out.u8(allFlags);
            if (hasClock) {
                clock(clock);
            }
            out.fill(STUFFING, adaptation - Math.max(needed, 2));
        }
        out.put(unit, from, taken);
        return from + taken;
    }

    /** The reference in units of 90 kHz; what is finer is 0. */
    private void clock(long time) {
        long base = PesHeader.stamp(time - DELAY);
        out.u32((int) (base >> 1));
        out.u8((int) (base & 1) << 7 | 0x7E);
        out.u8(0);
    }
}
