package dev.headwater.media;

/**
 * What audio and video tags of Enhanced RTMP have in common: ModEx, then Multitrack, then FourCC and track. Never throws:
 * a tag that is cut has the codec {@link Codec#OTHER} and no body.
 */
final class ExTag {
    static final int SEQUENCE_START = 0;
    static final int CODED_FRAMES = 1;
    static final int SEQUENCE_END = 2;

    private static final int MULTITRACK_OF_AUDIO = 5;
    private static final int MULTITRACK_OF_VIDEO = 6;
    private static final int MOD_EX = 7;

    /** A ModEx size byte of 255 says that the size is in the next two bytes. */
    private static final int LONG_MOD_EX = 256;

    private static final int FOUR_CC_BYTES = 4;
    private static final int COMPOSITION_TIME_BYTES = 3;
    private static final int TRACK_SIZE_BYTES = 3;

    private ExTag() {}

    static int audio(byte[] tag) {
        return (int) parse(tag, MULTITRACK_OF_AUDIO);
    }

    static int video(byte[] tag) {
        return (int) parse(tag, MULTITRACK_OF_VIDEO);
    }

    /** Where the body of an audio tag starts. */
    static int audioBody(byte[] tag) {
        return (int) (parse(tag, MULTITRACK_OF_AUDIO) >>> Integer.SIZE);
    }

    /** Where the body of a video tag starts. */
    static int videoBody(byte[] tag) {
        return (int) (parse(tag, MULTITRACK_OF_VIDEO) >>> Integer.SIZE);
    }

    /** The traits, and above them where the body starts: two numbers in one, since there is a frame every few microseconds. */
    private static long parse(byte[] tag, int multitrack) {
        int at = 1;
        int packetType = tag[0] & 0xF;
        while (packetType == MOD_EX) {
            at = afterModEx(tag, at);
            if (at > tag.length) {
                return noBody(tag, Traits.of(Codec.OTHER, 0, MOD_EX));
            }
            packetType = tag[at - 1] & 0xF;
        }
        boolean hasTrack = packetType == multitrack;
        boolean hasSize = false;
        if (hasTrack) {
            if (at == tag.length) {
                return noBody(tag, Traits.of(Codec.OTHER, 0, multitrack));
            }
            packetType = tag[at] & 0xF;
            hasSize = (tag[at] & 0xF0) != 0; // ManyTracks, or ManyTracksManyCodecs
            at++;
        }
        if (at + FOUR_CC_BYTES + (hasTrack ? 1 : 0) > tag.length) {
            return noBody(tag, Traits.of(Codec.OTHER, 0, packetType));
        }
        Codec codec = Codec.ofFourCc(u16(tag, at) << 16 | u16(tag, at + 2));
        at += FOUR_CC_BYTES;
        int track = 0;
        if (hasTrack) {
            track = tag[at] & 0xFF;
            at += hasSize ? 1 + TRACK_SIZE_BYTES : 1;
        }
        if (packetType == CODED_FRAMES && codec.hasCompositionTime()) {
            at += COMPOSITION_TIME_BYTES;
        }
        int traits = Traits.of(codec, track, packetType);
        return at < tag.length ? (long) at << Integer.SIZE | traits | Traits.BODY : noBody(tag, traits);
    }

    private static long noBody(byte[] tag, int traits) {
        return (long) tag.length << Integer.SIZE | traits;
    }

    /** Place after the ModEx at {@code at}; the byte before it ends in the next packet type. Past the end if cut. */
    private static int afterModEx(byte[] tag, int at) {
        if (at >= tag.length) {
            return tag.length + 1;
        }
        int size = (tag[at++] & 0xFF) + 1;
        if (size == LONG_MOD_EX) {
            if (at + 2 > tag.length) {
                return tag.length + 1;
            }
            size = u16(tag, at) + 1;
            at += 2;
        }
        return at + size + 1;
    }

    private static int u16(byte[] tag, int at) {
        return (tag[at] & 0xFF) << 8 | (tag[at + 1] & 0xFF);
    }
}
