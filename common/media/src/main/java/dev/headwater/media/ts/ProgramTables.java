package dev.headwater.media.ts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headwater.media.format.TrackFormat;

/** PAT and PMT: that there is one program, and what is on its PIDs (ISO/IEC 13818-1, 2.4.4). Confined to its caller. */
final class ProgramTables {
    static final int ASSOCIATION_PID = 0;
    static final int MAP_PID = 0x1000;

    private static final int ASSOCIATION = 0;
    private static final int MAP = 2;

    /** Section syntax, reserved bits. */
    private static final int LENGTH_FLAGS = 0xB000;

    private static final int PROGRAM = 1;

    /** Reserved bits, version 0, in force. */
    private static final int VERSION = 0xC1;

    private static final int RESERVED_OF_PID = 0xE000;
    private static final int RESERVED_OF_LENGTH = 0xF000;

    /** Behind the length field, before what the table says: number, version, section, last section. */
    private static final int FIXED_BYTES = 5;

    private static final int CHECKSUM_BYTES = 4;
    private static final int CHECKSUM_POLYNOMIAL = 0x04C1_1DB7;

    private static final int REGISTRATION = 0x05;
    private static final int EXTENSION = 0x7F;
    private static final int OPUS_EXTENSION = 0x80;
    private static final int PRIVATE_DATA = 0x06;

    /** From here on audio is of MPEG-1. */
    private static final int LOWEST_OF_MPEG_1 = 32_000;

    private final Bytes streams = new Bytes(64);
    private int clockPid;

    /** A track that the program has. */
    void add(TrackFormat track, Pid pid) {
        if (pid.hasClock()) {
            clockPid = pid.number();
        }
        var descriptors = new Bytes(16);
        int type = describe(track, descriptors);
        streams.u8(type);
        streams.u16(RESERVED_OF_PID | pid.number());
        streams.u16(RESERVED_OF_LENGTH | descriptors.size());
        streams.put(descriptors.array(), 0, descriptors.size());
    }

    /** @return the stream type */
    private static int describe(TrackFormat track, Bytes descriptors) {
        return switch (track.codec()) {
            case AVC -> 0x1B;
            case HEVC -> {
                register("HEVC", descriptors);
                yield 0x24;
            }
            case AAC -> 0x0F;
            case MP3 -> track.sampleRate() >= LOWEST_OF_MPEG_1 ? 0x03 : 0x04;
            case AC3 -> {
                register("AC-3", descriptors);
                yield 0x81;
            }
            case EAC3 -> {
                register("EAC3", descriptors);
                yield 0x87;
            }
            case OPUS -> {
                register("Opus", descriptors);
                descriptors.u8(EXTENSION);
                descriptors.u8(2);
                descriptors.u8(OPUS_EXTENSION);
                descriptors.u8(track.channels());
                yield PRIVATE_DATA;
            }
            default -> throw new IllegalArgumentException("MPEG-TS takes no " + track.codec());
        };
    }

    private static void register(String format, Bytes descriptors) {
        descriptors.u8(REGISTRATION);
        descriptors.u8(format.length());
        descriptors.put(format.getBytes(US_ASCII));
    }

    void write(PacketWriter packets) {
        var programs = new Bytes(4);
        programs.u16(PROGRAM);
        programs.u16(RESERVED_OF_PID | MAP_PID);
        packets.table(new Pid(ASSOCIATION_PID, false), section(ASSOCIATION, programs));
        var program = new Bytes(64);
        program.u16(RESERVED_OF_PID | clockPid);
        program.u16(RESERVED_OF_LENGTH); // no descriptors
        program.put(streams.array(), 0, streams.size());
        packets.table(new Pid(MAP_PID, false), section(MAP, program));
    }

    private static Bytes section(int table, Bytes body) {
        var section = new Bytes(PacketWriter.PACKET_BYTES);
        section.u8(0); // the section starts right here
        section.u8(table);
        section.u16(LENGTH_FLAGS | FIXED_BYTES + body.size() + CHECKSUM_BYTES);
        section.u16(1); // transport stream, or program
        section.u8(VERSION);
        section.u16(0); // section, last section
        section.put(body.array(), 0, body.size());
        section.u32(checksum(section.array(), 1, section.size()));
        section.fill(0xFF, PacketWriter.PACKET_BYTES - section.size() - 6); // rest of a packet that has flags
        return section;
    }

    /** CRC-32/MPEG-2 (ISO/IEC 13818-1, annex A). */
    private static int checksum(byte[] bytes, int from, int to) {
        int sum = -1;
        for (int i = from; i < to; i++) {
            sum ^= bytes[i] << 24;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                sum = sum < 0 ? sum << 1 ^ CHECKSUM_POLYNOMIAL : sum << 1;
            }
        }
        return sum;
    }
}
