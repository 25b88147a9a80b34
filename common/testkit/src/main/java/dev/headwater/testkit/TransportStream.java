package dev.headwater.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reader of MPEG-TS segments, written from ISO/IEC 13818-1 and from nothing of the product's: it takes what a player may rely on
 * and complains of everything else with an {@link AssertionError}.
 *
 * @param streams by PID, in the order of the PMT
 * @param clocks each program clock reference, 90 kHz
 */
public record TransportStream(Map<Integer, Stream> streams, List<Long> clocks) {
    private static final int PACKET_BYTES = 188;

    /**
     * @param type as the PMT has it
     * @param descriptors in hexadecimal digits
     */
    public record Stream(int type, String descriptors, List<Pes> packets) {
        /** What the packets carry, one after another, in hexadecimal digits. */
        public String bytes() {
            return String.join("", packets.stream().map(Pes::bytes).toList());
        }
    }

    /**
     * @param decoded decoding time, 90 kHz
     * @param shown presentation time
     * @param clock the newest clock reference when it started
     * @param bytes in hexadecimal digits
     */
    public record Pes(int streamId, long decoded, long shown, long clock, boolean isRandomAccess, String bytes) {}

    /** Longest time from one clock reference to the next. */
    public long maxClockStep() {
        long longest = 0;
        for (int i = 1; i < clocks.size(); i++) {
            longest = Math.max(longest, clocks.get(i) - clocks.get(i - 1));
        }
        return longest;
    }

    /** Streams of a type, at most one. */
    public Stream ofType(int type) {
        return streams.values().stream()
                .filter(stream -> stream.type() == type)
                .findFirst()
                .orElseThrow();
    }

    /** Reads a segment that starts with its tables. */
    public static TransportStream read(byte[] segment) {
        var reader = new Reader();
        require(segment.length % PACKET_BYTES == 0, "%d bytes are no packets".formatted(segment.length));
        for (int at = 0; at < segment.length; at += PACKET_BYTES) {
            reader.packet(Arrays.copyOfRange(segment, at, at + PACKET_BYTES));
        }
        return reader.end();
    }

    private static final class Reader {
        private final Map<Integer, Integer> counters = new LinkedHashMap<>();
        private final Map<Integer, Stream> streams = new LinkedHashMap<>();
        private final Map<Integer, Unit> units = new LinkedHashMap<>();
        private final List<Long> clocks = new ArrayList<>();
        private int mapPid = -1;
        private int clockPid = -1;

        /** A PES packet that is not whole yet. */
        private record Unit(ByteArrayOutputStream bytes, long clock, boolean isRandomAccess) {}

        void packet(byte[] packet) {
            require(packet[0] == 0x47, "no sync byte");
            boolean starts = (packet[1] & 0x40) != 0;
            require((packet[1] & 0x80) == 0 && (packet[3] & 0xC0) == 0, "error or scrambling flagged");
            int pid = (packet[1] & 0x1F) << 8 | (packet[2] & 0xFF);
            boolean hasAdaptation = (packet[3] & 0x20) != 0;
            boolean hasPayload = (packet[3] & 0x10) != 0;
            int from = 4;
            int flags = 0;
            if (hasAdaptation) {
                int length = packet[4] & 0xFF;
                require(hasPayload ? length <= 182 : length == 183, "adaptation field of %d bytes".formatted(length));
                flags = length == 0 ? 0 : packet[5] & 0xFF;
                adaptation(pid, packet, length, flags);
                from += 1 + length;
            }
            count(pid, packet[3] & 0xF, hasPayload, (flags & 0x80) != 0);
            if (hasPayload) {
                payload(pid, starts, (flags & 0x40) != 0, Arrays.copyOfRange(packet, from, PACKET_BYTES));
            }
        }

        private void adaptation(int pid, byte[] packet, int length, int flags) {
            boolean hasClock = (flags & 0x10) != 0;
            require((flags & 0x2F) == 0, "adaptation field with flags %02x".formatted(flags));
            int stuffing = 6 + (hasClock ? 6 : 0);
            for (int at = stuffing; at < 5 + length; at++) {
                require(packet[at] == -1, "stuffing is not FF");
            }
            if (hasClock) {
                require(pid == clockPid, "clock on PID %d, not %d".formatted(pid, clockPid));
                long clock = (u32(packet, 6) << 1) | (packet[10] >> 7 & 1);
                require((packet[10] & 0x7F) == 0x7E && packet[11] == 0, "clock has an extension");
                require(clocks.isEmpty() || clock >= clocks.getLast(), "clock runs back");
                clocks.add(clock);
            }
        }

        /** (2.4.3.3) */
        private void count(int pid, int counter, boolean hasPayload, boolean isDiscontinuity) {
            var last = counters.get(pid);
            if (last == null) {
                require(isDiscontinuity, "first packet of PID %d has no discontinuity indicator".formatted(pid));
                require(!hasPayload || counter == 0, "counter of PID %d starts at %d".formatted(pid, counter));
            } else {
                int expected = last + (hasPayload ? 1 : 0) & 0xF;
                require(!isDiscontinuity, "discontinuity within the segment on PID %d".formatted(pid));
                require(counter == expected, "counter of PID %d is %d after %d".formatted(pid, counter, last));
            }
            counters.put(pid, counter);
        }

        private void payload(int pid, boolean starts, boolean isRandomAccess, byte[] payload) {
            if (pid == 0) {
                byte[] table = table(0, starts, payload);
                require(table.length == 4 && u16(table, 0) == 1, "PAT has more than one program");
                mapPid = u16(table, 2) & 0x1FFF;
            } else if (pid == mapPid) {
                map(table(2, starts, payload));
            } else {
                require(streams.containsKey(pid), "PID %d is not in the PMT".formatted(pid));
                if (starts) {
                    close(pid);
                    long clock = clocks.isEmpty() ? Long.MIN_VALUE : clocks.getLast();
                    units.put(pid, new Unit(new ByteArrayOutputStream(), clock, isRandomAccess));
                }
                known(units.get(pid), "PID %d starts in the middle of a PES packet".formatted(pid))
                        .bytes()
                        .writeBytes(payload);
            }
        }

        /** What is between the header and the checksum of a section. */
        private static byte[] table(int number, boolean starts, byte[] payload) {
            require(starts && payload[0] == 0, "section does not start in its packet");
            require(payload[1] == number, "table %d where %d should be".formatted(payload[1], number));
            int end = 4 + (u16(payload, 2) & 0xFFF);
            require((payload[2] & 0xF0) == 0xB0 && end <= payload.length, "section does not fit");
            require((payload[6] & 0xC1) == 0xC1 && payload[7] == 0 && payload[8] == 0, "section is not in force");
            require(checksum(payload, 1, end) == 0, "checksum is wrong");
            for (int at = end; at < payload.length; at++) {
                require(payload[at] == -1, "stuffing is not FF");
            }
            return Arrays.copyOfRange(payload, 9, end - 4);
        }

        private void map(byte[] table) {
            clockPid = u16(table, 0) & 0x1FFF;
            int at = 4 + (u16(table, 2) & 0xFFF);
            while (at < table.length) {
                int length = u16(table, at + 3) & 0xFFF;
                String descriptors = HexFormat.of().formatHex(table, at + 5, at + 5 + length);
                streams.put(u16(table, at + 1) & 0x1FFF, new Stream(table[at] & 0xFF, descriptors, new ArrayList<>()));
                at += 5 + length;
            }
            require(at == table.length, "PMT is cut");
            require(streams.containsKey(clockPid), "PID of the clock is not in the PMT");
        }

        private void close(int pid) {
            var unit = units.remove(pid);
            if (unit == null) {
                return;
            }
            byte[] bytes = unit.bytes().toByteArray();
            require(u16(bytes, 0) == 0 && bytes[2] == 1, "no start code");
            int streamId = bytes[3] & 0xFF;
            int length = u16(bytes, 4);
            require(length == bytes.length - 6 || (length == 0 && streamId == 0xE0), "PES length is " + length);
            require((bytes[6] & 0xC0) == 0x80, "no PES header");
            boolean hasDecoding = (bytes[7] & 0x40) != 0;
            require((bytes[7] & 0xBF) == 0x80, "PES flags are %02x".formatted(bytes[7]));
            require(bytes[8] == (hasDecoding ? 10 : 5), "PES header has %d bytes".formatted(bytes[8]));
            long shown = stamp(bytes, 9, hasDecoding ? 3 : 2);
            long decoded = hasDecoding ? stamp(bytes, 14, 1) : shown;
            require(shown >= decoded, "shown at %d, decoded at %d".formatted(shown, decoded));
            require(unit.clock() <= decoded, "clock %d is behind %d".formatted(unit.clock(), decoded));
            String payload = HexFormat.of().formatHex(bytes, 9 + bytes[8], bytes.length);
            require(!payload.isEmpty(), "PES packet without payload");
            known(streams.get(pid), "PID %d is not in the PMT".formatted(pid))
                    .packets()
                    .add(new Pes(streamId, decoded, shown, unit.clock(), unit.isRandomAccess(), payload));
        }

        private static <T> T known(@Nullable T value, String problem) {
            require(value != null, problem);
            return Objects.requireNonNull(value);
        }

        private static long stamp(byte[] bytes, int at, int prefix) {
            int high = bytes[at] & 0xFF;
            int middle = u16(bytes, at + 1);
            int low = u16(bytes, at + 3);
            require(high >> 4 == prefix, "stamp has prefix %d".formatted(high >> 4));
            require((high & middle & low & 1) == 1, "stamp without marker bits");
            return (long) (high >> 1 & 7) << 30 | (long) (middle >> 1) << 15 | low >> 1;
        }

        TransportStream end() {
            require(mapPid >= 0 && clockPid >= 0, "no tables");
            List.copyOf(units.keySet()).forEach(this::close);
            return new TransportStream(streams, clocks);
        }

        /** CRC-32/MPEG-2; 0 over what includes its own checksum. */
        private static int checksum(byte[] bytes, int from, int to) {
            int sum = -1;
            for (int bit = from * 8; bit < to * 8; bit++) {
                int in = bytes[bit / 8] >> (7 - bit % 8) & 1;
                int out = sum >>> 31;
                sum = sum << 1 ^ (in == out ? 0 : 0x04C11DB7);
            }
            return sum;
        }

        private static int u16(byte[] bytes, int at) {
            return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
        }

        private static long u32(byte[] bytes, int at) {
            return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
        }
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new AssertionError(complaint);
        }
    }
}
