package dev.headwater.media;

/** The header of a video tag: FLV's own, the AVC-like layout of codecs 7, 12 and 13, and Enhanced RTMP's. Never throws. */
final class VideoTag {
    private static final int EX_HEADER = 0x80;

    private static final int KEY = 1;
    private static final int DISPOSABLE_INTER = 3;
    private static final int GENERATED_KEY = 4;
    private static final int COMMAND = 5;

    private static final int AVC_SEQUENCE_HEADER = 0;
    private static final int AVC_NALU = 1;
    private static final int AVC_END_OF_SEQUENCE = 2;

    /** Frame type and codec, packet type, composition time. */
    private static final int AVC_HEADER_BYTES = 5;

    private static final int COMPOSITION_TIME_BYTES = 3;

    private static final int EX_CODED_FRAMES_X = 3;
    private static final int EX_METADATA = 4;
    private static final int EX_MPEG2TS_SEQUENCE_START = 5;

    private VideoTag() {}

    static int traits(byte[] tag) {
        if (tag.length == 0) {
            return Traits.of(Codec.NONE);
        }
        return (tag[0] & EX_HEADER) != 0 ? enhanced(tag, tag[0] >> 4 & 7) : legacy(tag, tag[0] >> 4 & 0xF);
    }

    /** Where the coded bytes start: behind the tag's own header, or at its end if it has no more. */
    static int bodyStart(byte[] tag) {
        if (tag.length == 0) {
            return 0;
        }
        if ((tag[0] & EX_HEADER) != 0) {
            return ExTag.videoBody(tag);
        }
        return switch (Traits.codec(traits(tag))) {
            case AVC, HEVC, AV1 -> Math.min(AVC_HEADER_BYTES, tag.length);
            default -> 1;
        };
    }

    /** Milliseconds from the decoding time to the composition time, signed; 0 where the tag has none. */
    static int compositionTimeMs(byte[] tag) {
        int traits = traits(tag);
        if (!Traits.has(traits, Traits.CODED) || !Traits.codec(traits).hasCompositionTime()) {
            return 0;
        }
        boolean enhanced = (tag[0] & EX_HEADER) != 0;
        if (enhanced && Traits.packetType(traits) != ExTag.CODED_FRAMES) {
            return 0;
        }
        int at = bodyStart(tag) - COMPOSITION_TIME_BYTES;
        return tag[at] << 16 | (tag[at + 1] & 0xFF) << 8 | (tag[at + 2] & 0xFF);
    }

    private static int legacy(byte[] tag, int frameType) {
        if (frameType == COMMAND) {
            return Traits.of(Codec.NONE);
        }
        Codec codec = switch (tag[0] & 0xF) {
            case 2 -> Codec.H263;
            case 3, 6 -> Codec.SCREEN;
            case 4, 5 -> Codec.VP6;
            case 7 -> Codec.AVC;
            case 12 -> Codec.HEVC; // private, wide-spread
            case 13 -> Codec.AV1; // private
            default -> Codec.OTHER;
        };
        int traits = Traits.of(codec);
        return switch (codec) {
            case AVC, HEVC, AV1 -> traits | avcPacket(tag, frameType);
            default -> tag.length > 1 ? traits | codedFrame(frameType) : traits;
        };
    }

    private static int avcPacket(byte[] tag, int frameType) {
        boolean body = tag.length > AVC_HEADER_BYTES;
        return switch (tag.length > 1 ? tag[1] : -1) {
            case AVC_SEQUENCE_HEADER -> body ? Traits.SEQUENCE_HEADER : 0;
            case AVC_NALU -> body ? codedFrame(frameType) : 0;
            case AVC_END_OF_SEQUENCE -> Traits.END_OF_SEQUENCE;
            default -> 0;
        };
    }

    private static int enhanced(byte[] tag, int frameType) {
        int traits = ExTag.video(tag);
        int packetType = Traits.packetType(traits);
        if (frameType == COMMAND && packetType != EX_METADATA) {
            return Traits.of(Codec.NONE);
        }
        if (packetType == ExTag.SEQUENCE_END) {
            return traits | Traits.END_OF_SEQUENCE;
        }
        if (!Traits.has(traits, Traits.BODY)) {
            return traits;
        }
        return switch (packetType) {
            case ExTag.SEQUENCE_START, EX_MPEG2TS_SEQUENCE_START -> traits | Traits.SEQUENCE_HEADER;
            case ExTag.CODED_FRAMES, EX_CODED_FRAMES_X -> traits | codedFrame(frameType);
            case EX_METADATA -> traits | Traits.VIDEO_METADATA;
            default -> traits;
        };
    }

    private static int codedFrame(int frameType) {
        return Traits.CODED
                | switch (frameType) {
                    case KEY, GENERATED_KEY -> Traits.KEY_FRAME;
                    case DISPOSABLE_INTER -> Traits.DISPOSABLE;
                    default -> 0;
                };
    }
}
