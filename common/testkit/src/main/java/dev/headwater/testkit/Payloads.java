package dev.headwater.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bodies of audio, video and data messages in the shape that encoders send. Each coded frame ends with a counter, so
 * that a test can tell at the far end which frame it got.
 */
public final class Payloads {
    /** AVCC of x264 for 320x180: high profile, one SPS, one PPS. */
    private static final String AVCC =
            "0164000dffe1001a6764000dacd941419f9f011000000300100000030320f142996001000468efbc" + "b0fdf8f800";

    /** HVCC of x265 for 320x180: main profile, VPS, SPS and PPS. */
    private static final String HVCC =
            "0101600000009000000000003cf000fcfdf8f800000f03200001001840010c01ffff0160000003009"
                    + "0000003000003003c959409210001002b42010101600000030090000003000003003ca00a080c1f3e595952930bc05a02000003000"
                    + "200000300321022000100064401c073c189";

    private static final int COUNTER_BYTES = Integer.BYTES;

    private Payloads() {}

    /** AVC decoder configuration record in a legacy video tag. */
    public static byte[] avcSequenceHeader() {
        return hex("1700000000" + AVCC);
    }

    /** One IDR slice of about {@code bytes} bytes. */
    public static byte[] avcKeyFrame(int counter, int bytes) {
        return nalu("1701000000", 0x65, counter, bytes);
    }

    /** A small IDR slice. */
    public static byte[] avcKeyFrame(int counter) {
        return avcKeyFrame(counter, 64);
    }

    /** One non-IDR slice of about {@code bytes} bytes. */
    public static byte[] avcInterFrame(int counter, int bytes) {
        return nalu("2701000000", 0x41, counter, bytes);
    }

    /** A small non-IDR slice. */
    public static byte[] avcInterFrame(int counter) {
        return avcInterFrame(counter, 32);
    }

    /** End of sequence, as OBS sends on stop. */
    public static byte[] avcEndOfSequence() {
        return hex("1702000000");
    }

    /** HEVC in Enhanced RTMP: sequence start for {@code hvc1} and its HVCC. */
    public static byte[] hevcSequenceHeader() {
        return hex("90" + fourCc("hvc1") + HVCC);
    }

    /** HEVC in Enhanced RTMP: coded frames, key, composition time 0. */
    public static byte[] hevcKeyFrame(int counter) {
        return nalu("91" + fourCc("hvc1") + "000000", 0x26, counter, 64);
    }

    /** HEVC in Enhanced RTMP: coded frames without composition time (CodedFramesX), inter. */
    public static byte[] hevcInterFrame(int counter) {
        return nalu("a3" + fourCc("hvc1"), 0x02, counter, 32);
    }

    /** AudioSpecificConfig: AAC-LC, 44.1 kHz, stereo. */
    public static byte[] aacSequenceHeader() {
        return hex("af001210");
    }

    /** A raw AAC frame. */
    public static byte[] aacFrame(int counter) {
        return filled(hex("af01211004608c1c"), 24, counter);
    }

    /** {@code @setDataFrame}, {@code onMetaData} and the properties of the streams above, as an encoder sends them. */
    public static byte[] setDataFrame() {
        return Amf0.encode("@setDataFrame", "onMetaData", metaData());
    }

    /** {@code onMetaData} as players get it. */
    public static byte[] onMetaData() {
        return Amf0.encode("onMetaData", metaData());
    }

    /** The counter in a coded frame made here. */
    public static int counterOf(byte[] body) {
        return ByteBuffer.wrap(body).getInt(body.length - COUNTER_BYTES);
    }

    private static Map<String, Object> metaData() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("width", 320.0);
        properties.put("height", 180.0);
        properties.put("framerate", 25.0);
        properties.put("videocodecid", 7.0);
        properties.put("audiocodecid", 10.0);
        properties.put("encoder", "headwater-testkit");
        return properties;
    }

    private static byte[] nalu(String tagHeader, int naluHeader, int counter, int bytes) {
        int naluBytes = Math.max(bytes, 1 + COUNTER_BYTES);
        byte[] start = hex(tagHeader);
        byte[] lengthAndHeader = ByteBuffer.allocate(Integer.BYTES + 1)
                .putInt(naluBytes)
                .put((byte) naluHeader)
                .array();
        byte[] head = ByteBuffer.allocate(start.length + lengthAndHeader.length)
                .put(start)
                .put(lengthAndHeader)
                .array();
        return filled(head, start.length + Integer.BYTES + naluBytes, counter);
    }

    /** Fills up with bytes that differ from place to place and from frame to frame, then the counter. */
    private static byte[] filled(byte[] head, int length, int counter) {
        byte[] body = Arrays.copyOf(head, length);
        for (int i = head.length; i < length; i++) {
            body[i] = (byte) (counter * 31 + i * 7 | 1);
        }
        ByteBuffer.wrap(body).putInt(length - COUNTER_BYTES, counter);
        return body;
    }

    private static String fourCc(String code) {
        return HexFormat.of().formatHex(code.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
