package dev.headwater.loadtest.source;

import java.util.HexFormat;

/** How generated pictures and sound are coded. */
public enum Format {
    /** H.264 Main profile, level 3.1; AAC-LC, stereo. */
    AVC_720P_AAC(
            1280,
            720,
            "1700000000" + "014d401fffe10017674d401fda014016ec0440000003004000000c83c60ca801000468ef3c80",
            10,
            "af001210",
            "af01211004608c1c",
            1_024),

    /** H.264 Constrained Baseline profile, level 3.0; MP3, stereo, which has no sequence header. */
    AVC_360P_MP3(
            640,
            360,
            "1700000000" + "0142c01effe100196742c01ed900a02ff97011000003000100000300320f162e4801000568cb83cb20",
            2,
            "",
            "2ffffb9064",
            1_152);

    /** Of either. */
    static final int SAMPLE_RATE = 44_100;

    private final int width;
    private final int height;
    private final String videoHeader;
    private final int audioCodecId;
    private final String audioHeader;
    private final String audioFrame;
    private final int samplesPerFrame;

    /** Payloads are in hexadecimal digits, the one of an audio frame is its start. */
    Format(
            int width,
            int height,
            String videoHeader,
            int audioCodecId,
            String audioHeader,
            String audioFrame,
            int samplesPerFrame) {
        this.width = width;
        this.height = height;
        this.videoHeader = videoHeader;
        this.audioCodecId = audioCodecId;
        this.audioHeader = audioHeader;
        this.audioFrame = audioFrame;
        this.samplesPerFrame = samplesPerFrame;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** One SPS, one PPS. */
    public byte[] videoHeader() {
        return HexFormat.of().parseHex(videoHeader);
    }

    int audioCodecId() {
        return audioCodecId;
    }

    /** Empty if the codec has none. */
    byte[] audioHeader() {
        return HexFormat.of().parseHex(audioHeader);
    }

    /** Tag header and the start of a silent frame. */
    byte[] audioFrame() {
        return HexFormat.of().parseHex(audioFrame);
    }

    int samplesPerFrame() {
        return samplesPerFrame;
    }
}
