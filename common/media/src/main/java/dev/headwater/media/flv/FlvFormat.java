package dev.headwater.media.flv;

/** The numbers of the container (FLV 10.1, annex E). */
final class FlvFormat {
    static final int SIGNATURE = 0x46_4C56; // "FLV"
    static final int VERSION = 1;
    static final int HAS_AUDIO = 0x04;
    static final int HAS_VIDEO = 0x01;

    static final int HEADER_BYTES = 9;
    static final int TAG_HEADER_BYTES = 11;
    static final int PREVIOUS_TAG_SIZE_BYTES = 4;

    static final int AUDIO_TAG = 8;
    static final int VIDEO_TAG = 9;
    static final int SCRIPT_TAG = 18;

    /** The bits above are the filter bit, set for encrypted tags, and reserved ones. */
    static final int TAG_TYPE_BITS = 0x1F;

    private FlvFormat() {}
}
