package dev.headwater.media;

/** How a frame is coded, whichever way its tag says so: a legacy number or a FourCC (Enhanced RTMP). */
public enum Codec {
    /** No codec: a data message, a video command or an empty tag. */
    NONE("none"),
    AVC("avc1"),
    HEVC("hvc1"),
    VVC("vvc1"),
    AV1("av01"),
    VP8("vp08"),
    VP9("vp09"),
    /** Sorenson's H.263. */
    H263("flv1"),
    /** With or without alpha. */
    VP6("vp6f"),
    /** Screen video, version 1 or 2. */
    SCREEN("fsv1"),
    AAC("mp4a"),
    MP3(".mp3"),
    OPUS("Opus"),
    FLAC("fLaC"),
    AC3("ac-3"),
    EAC3("ec-3"),
    SPEEX("spex"),
    NELLYMOSER("nmos"),
    G711_ALAW("alaw"),
    G711_ULAW("ulaw"),
    ADPCM("adpcm"),
    PCM("lpcm"),
    /** A codec that is not in this list, or a tag cut before its codec. */
    OTHER("other");

    private static final Codec[] ALL = values();

    private final String fourCc;

    Codec(String fourCc) {
        this.fourCc = fourCc;
    }

    /** Name for people: the FourCC where Enhanced RTMP has one, else the usual short name. */
    public String fourCc() {
        return fourCc;
    }

    /** True if its Enhanced RTMP CodedFrames start with a composition time of three bytes. */
    boolean hasCompositionTime() {
        return this == AVC || this == HEVC || this == VVC;
    }

    /** Number in {@link Traits}, which never leave the process. */
    @SuppressWarnings("EnumOrdinal")
    int index() {
        return ordinal();
    }

    static Codec ofIndex(int index) {
        return ALL[index];
    }

    /** Codec of the FourCC in four big-endian bytes; case matters. */
    static Codec ofFourCc(int fourCc) {
        return switch (fourCc) {
            case 0x61766331 -> AVC; // avc1
            case 0x68766331 -> HEVC; // hvc1
            case 0x76766331 -> VVC; // vvc1
            case 0x61763031 -> AV1; // av01
            case 0x76703038 -> VP8; // vp08
            case 0x76703039 -> VP9; // vp09
            case 0x6d703461 -> AAC; // mp4a
            case 0x4f707573 -> OPUS; // Opus
            case 0x664c6143 -> FLAC; // fLaC
            case 0x61632d33 -> AC3; // ac-3
            case 0x65632d33 -> EAC3; // ec-3
            case 0x2e6d7033 -> MP3; // .mp3
            default -> OTHER;
        };
    }
}
