package dev.headwater.loadtest.check;

import java.util.Arrays;

/** A look at a segment of MPEG-TS (ISO/IEC 13818-1, 2.4.3). Stateless. */
final class TransportStream {
    static final byte SYNC = 0x47;

    private static final int PACKET_BYTES = 188;
    private static final int HEADER_BYTES = 4;
    private static final int PIDS = 1 << 13;
    private static final int NULL_PID = PIDS - 1;
    private static final int COUNTER_BITS = 0x0F;
    private static final int PES_BYTES = 14; // as far as the PTS goes
    private static final int DTS_BYTES = 5;

    private TransportStream() {}

    /**
     * Tells the frames of the video, each by its first packet.
     *
     * @return whether it is whole packets in order, tables first
     */
    static boolean look(byte[] in, int kept, long length, SegmentCheck.Findings findings) {
        if (length % PACKET_BYTES != 0 || kept < PACKET_BYTES || pid(in, 0) != 0) {
            return false;
        }
        byte[] counters = new byte[PIDS];
        Arrays.fill(counters, (byte) -1);
        for (int at = 0; at + PACKET_BYTES <= kept; at += PACKET_BYTES) {
            int pid = pid(in, at);
            if (in[at] != SYNC || (pid != NULL_PID && !isNext(in, at, pid, counters))) {
                return false;
            }
            int payload = payloadStart(in, at);
            boolean starts = (in[at + 1] & 0x40) != 0;
            if (starts && isVideo(in, payload, at + PACKET_BYTES)) {
                findings.time(decodingTime(in, payload));
                findings.frame(payload, at + PACKET_BYTES);
            }
        }
        return true;
    }

    private static int pid(byte[] in, int at) {
        return (in[at + 1] & 0x1F) << 8 | (in[at + 2] & 0xFF);
    }

    /** The counter of a PID goes up with each packet that has a payload. */
    private static boolean isNext(byte[] in, int at, int pid, byte[] counters) {
        int counter = in[at + 3] & COUNTER_BITS;
        boolean payload = (in[at + 3] & 0x10) != 0;
        int before = counters[pid];
        counters[pid] = (byte) counter;
        return before < 0 || counter == (payload ? before + 1 & COUNTER_BITS : before);
    }

    private static int payloadStart(byte[] in, int at) {
        boolean adaptation = (in[at + 3] & 0x20) != 0;
        return at + HEADER_BYTES + (adaptation ? 1 + (in[at + HEADER_BYTES] & 0xFF) : 0);
    }

    private static boolean isVideo(byte[] in, int at, int end) {
        return at + PES_BYTES + DTS_BYTES <= end
                && in[at] == 0
                && in[at + 1] == 0
                && in[at + 2] == 1
                && (in[at + 3] & 0xF0) == 0xE0;
    }

    /** DTS, or PTS where it is the same; 33 bits, whose wrap of each day is not looked at. */
    private static long decodingTime(byte[] in, int pes) {
        boolean both = (in[pes + 7] & 0x40) != 0;
        int at = pes + PES_BYTES - DTS_BYTES + (both ? DTS_BYTES : 0);
        return (long) (in[at] & 0x0E) << 29
                | (in[at + 1] & 0xFF) << 22
                | (in[at + 2] & 0xFE) << 14
                | (in[at + 3] & 0xFF) << 7
                | (in[at + 4] & 0xFE) >> 1;
    }
}
