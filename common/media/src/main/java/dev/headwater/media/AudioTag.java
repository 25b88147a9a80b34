package dev.headwater.media;

/** The header of an audio tag: FLV's own and Enhanced RTMP's. Never throws. */
final class AudioTag {
    private static final int EX_HEADER = 9;
    private static final int AAC = 10;

    private static final int AAC_SEQUENCE_HEADER = 0;
    private static final int AAC_RAW = 1;

    /** Sound format and packet type. */
    private static final int AAC_HEADER_BYTES = 2;

    private static final int EX_MULTICHANNEL_CONFIG = 4;

    private AudioTag() {}

    static int traits(byte[] tag) {
        if (tag.length == 0) {
            return Traits.of(Codec.NONE); // silence
        }
        int soundFormat = tag[0] >> 4 & 0xF;
        return soundFormat == EX_HEADER ? enhanced(tag) : legacy(tag, soundFormat);
    }

    /** Where the coded bytes start: behind the tag's own header, or at its end if it has no more. */
    static int bodyStart(byte[] tag) {
        if (tag.length == 0) {
            return 0;
        }
        return switch (tag[0] >> 4 & 0xF) {
            case EX_HEADER -> ExTag.audioBody(tag);
            case AAC -> Math.min(AAC_HEADER_BYTES, tag.length);
            default -> 1;
        };
    }

    private static int legacy(byte[] tag, int soundFormat) {
        Codec codec = switch (soundFormat) {
            case 0, 3 -> Codec.PCM;
            case 1 -> Codec.ADPCM;
            case 2, 14 -> Codec.MP3;
            case 4, 5, 6 -> Codec.NELLYMOSER;
            case 7 -> Codec.G711_ALAW;
            case 8 -> Codec.G711_ULAW;
            case AAC -> Codec.AAC;
            case 11 -> Codec.SPEEX;
            case 13 -> Codec.OPUS; // private, of SRS
            default -> Codec.OTHER;
        };
        if (codec != Codec.AAC) {
            return Traits.of(codec) | (tag.length > 1 ? Traits.CODED : 0);
        }
        boolean body = tag.length > AAC_HEADER_BYTES;
        return Traits.of(codec)
                | switch (body ? tag[1] : -1) {
                    case AAC_SEQUENCE_HEADER -> Traits.SEQUENCE_HEADER;
                    case AAC_RAW -> Traits.CODED;
                    default -> 0;
                };
    }

    private static int enhanced(byte[] tag) {
        int traits = ExTag.audio(tag);
        if (Traits.codec(traits) == Codec.OTHER) {
            return traits;
        }
        return switch (Traits.packetType(traits)) {
            case ExTag.SEQUENCE_START -> traits | Traits.SEQUENCE_HEADER; // may be empty for Opus
            case ExTag.CODED_FRAMES -> Traits.has(traits, Traits.BODY) ? traits | Traits.CODED : traits;
            case ExTag.SEQUENCE_END -> traits | Traits.END_OF_SEQUENCE;
            case EX_MULTICHANNEL_CONFIG -> traits | Traits.MULTICHANNEL_CONFIG;
            default -> traits;
        };
    }
}
