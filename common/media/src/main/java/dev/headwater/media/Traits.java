package dev.headwater.media;

/** What is known of a frame, in one int: codec in bits 0-7, track in 8-15, packet type in 16-19, then one bit per fact. */
final class Traits {
    static final int SEQUENCE_HEADER = 1 << 20;
    static final int KEY_FRAME = 1 << 21;
    static final int DISPOSABLE = 1 << 22;
    static final int END_OF_SEQUENCE = 1 << 23;
    static final int METADATA = 1 << 24;
    static final int CLEAR_METADATA = 1 << 25;
    static final int VIDEO_METADATA = 1 << 26;
    static final int MULTICHANNEL_CONFIG = 1 << 27;

    /** There are bytes after the tag's own header. */
    static final int BODY = 1 << 28;

    static final int CODED = 1 << 29;

    private static final int TRACK_SHIFT = 8;
    private static final int PACKET_TYPE_SHIFT = 16;

    private Traits() {}

    static int of(Codec codec) {
        return codec.index();
    }

    static int of(Codec codec, int track, int packetType) {
        return codec.index() | track << TRACK_SHIFT | packetType << PACKET_TYPE_SHIFT;
    }

    static Codec codec(int traits) {
        return Codec.ofIndex(traits & 0xFF);
    }

    static int track(int traits) {
        return traits >>> TRACK_SHIFT & 0xFF;
    }

    static int packetType(int traits) {
        return traits >>> PACKET_TYPE_SHIFT & 0xF;
    }

    static boolean has(int traits, int fact) {
        return (traits & fact) != 0;
    }
}
