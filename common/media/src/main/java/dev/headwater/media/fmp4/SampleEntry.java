package dev.headwater.media.fmp4;

import dev.headwater.media.FrameKind;
import dev.headwater.media.format.TrackFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** How a track is coded, in {@code stsd} (ISO/IEC 14496-12, 12.1.3 and 12.2.3), with the box that its codec's binding names. */
final class SampleEntry {
    private static final int MAX_SIDE = 0xFFFF;

    /** 72 dpi in 16.16. */
    private static final int RESOLUTION = 0x48_0000;

    private static final int COLOURS_WITHOUT_ALPHA = 0x18;
    private static final int SAMPLE_BITS = 16;
    private static final int STEREO = 2;

    // MPEG-4 descriptors (ISO/IEC 14496-1, 7.2.6)
    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIGURATION = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int SYNC_LAYER = 6;
    private static final int DESCRIPTOR_HEADER_BYTES = 5;
    private static final int AUDIO_STREAM = 0x15;
    private static final int OBJECT_AAC = 0x40;
    private static final int OBJECT_MPEG_1 = 0x6B;
    private static final int OBJECT_MPEG_2 = 0x69;

    /** MPEG-1 has this sample rate and those above, MPEG-2 those below. */
    private static final int LOWEST_OF_MPEG_1 = 32_000;

    private static final int OPUS_CHANNELS_AT = 9;
    private static final int OPUS_FAMILY_AT = 18;

    /** STREAMINFO as the last of the metadata blocks, and its length. */
    private static final int LAST_STREAM_INFO = 0x8000_0000;

    private SampleEntry() {}

    static void write(TrackFormat track, BoxWriter out) {
        switch (track.codec()) {
            case AVC -> entry("avc1", track, out, () -> out.box("avcC", () -> out.bytes(track.record())));
            case HEVC -> entry("hvc1", track, out, () -> out.box("hvcC", () -> out.bytes(track.record())));
            case AV1 -> entry("av01", track, out, () -> out.box("av1C", () -> out.bytes(track.record())));
            case VP9 -> entry("vp09", track, out, () -> out.fullBox("vpcC", 1, 0, () -> out.bytes(track.record())));
            case AAC -> entry("mp4a", track, out, () -> elementaryStream(OBJECT_AAC, track.record(), out));
            case MP3 -> {
                int object = track.sampleRate() >= LOWEST_OF_MPEG_1 ? OBJECT_MPEG_1 : OBJECT_MPEG_2;
                entry("mp4a", track, out, () -> elementaryStream(object, track.record(), out));
            }
            case OPUS -> entry("Opus", track, out, () -> out.box("dOps", () -> opus(track.record(), out)));
            case FLAC ->
                entry(
                        "fLaC",
                        track,
                        out,
                        () -> out.fullBox("dfLa", 0, 0, () -> {
                            out.u32(LAST_STREAM_INFO | track.record().length);
                            out.bytes(track.record());
                        }));
            case AC3 -> entry("ac-3", track, out, () -> out.box("dac3", () -> out.bytes(track.record())));
            case EAC3 -> entry("ec-3", track, out, () -> out.box("dec3", () -> out.bytes(track.record())));
            default -> throw new IllegalArgumentException("MP4 takes no " + track.codec());
        }
    }

    private static void entry(String type, TrackFormat track, BoxWriter out, Runnable configuration) {
        out.box(type, () -> {
            out.zeros(6);
            out.u16(1); // data reference
            if (track.kind() == FrameKind.VIDEO) {
                picture(track, out);
            } else {
                sound(track, out);
            }
            configuration.run();
        });
    }

    private static void picture(TrackFormat track, BoxWriter out) {
        out.zeros(16);
        out.u16(Math.min(track.width(), MAX_SIDE));
        out.u16(Math.min(track.height(), MAX_SIDE));
        out.u32(RESOLUTION);
        out.u32(RESOLUTION);
        out.u32(0);
        out.u16(1); // pictures in a sample
        out.zeros(32); // no name of the encoder
        out.u16(COLOURS_WITHOUT_ALPHA);
        out.u16(-1);
    }

    private static void sound(TrackFormat track, BoxWriter out) {
        out.zeros(8);
        out.u16(track.channels() == 0 ? STEREO : track.channels());
        out.u16(SAMPLE_BITS);
        out.u32(0);
        out.u32(track.sampleRate() > 0xFFFF ? 0 : track.sampleRate() << 16);
    }

    /** (ISO/IEC 14496-14, 6.7) */
    private static void elementaryStream(int object, byte[] configuration, BoxWriter out) {
        int specificBytes = configuration.length == 0 ? 0 : DESCRIPTOR_HEADER_BYTES + configuration.length;
        int decoderBytes = 13 + specificBytes;
        out.fullBox("esds", 0, 0, () -> {
            descriptor(ES_DESCRIPTOR, 3 + DESCRIPTOR_HEADER_BYTES + decoderBytes + DESCRIPTOR_HEADER_BYTES + 1, out);
            out.u16(0); // in a file streams have no id
            out.u8(0);
            descriptor(DECODER_CONFIGURATION, decoderBytes, out);
            out.u8(object);
            out.u8(AUDIO_STREAM);
            out.zeros(3 + 4 + 4); // buffer, highest and average bit rate: unknown
            if (specificBytes > 0) {
                descriptor(DECODER_SPECIFIC, configuration.length, out);
                out.bytes(configuration);
            }
            descriptor(SYNC_LAYER, 1, out);
            out.u8(2); // as MP4 has it
        });
    }

    /** Tag and length, the latter in four bytes of seven bits each. */
    private static void descriptor(int tag, int length, BoxWriter out) {
        out.u8(tag);
        out.u8(0x80 | length >> 21);
        out.u8(0x80 | length >> 14);
        out.u8(0x80 | length >> 7);
        out.u8(length & 0x7F);
    }

    /** The fields of the Ogg header in the order of bytes of MP4 (Encapsulation of Opus in ISO-BMFF, 4.3.2). */
    private static void opus(byte[] head, BoxWriter out) {
        var in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).position(OPUS_CHANNELS_AT);
        out.u8(0); // version
        out.u8(in.get());
        out.u16(in.getShort()); // pre-skip
        out.u32(in.getInt()); // rate of what went into the encoder
        out.u16(in.getShort()); // gain
        out.bytes(Arrays.copyOfRange(head, OPUS_FAMILY_AT, head.length));
    }
}
