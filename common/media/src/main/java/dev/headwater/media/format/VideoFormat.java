package dev.headwater.media.format;

import dev.headwater.media.Codec;
import dev.headwater.media.MediaFrame;
import java.util.Arrays;

/**
 * How a picture is coded.
 *
 * @param profile as people name it, e.g. {@code High}; empty if unknown
 * @param level e.g. {@code 4.1}; empty if unknown
 * @param width pixels, as shown: without what is coded but cropped; 0 if unknown
 * @param height the same
 */
public record VideoFormat(Codec codec, String profile, String level, int width, int height) {
    /** The largest that AV1 can say. */
    private static final int MAX_SIDE = 65_536;

    /** Far above every configuration record: encoders put their whole command line into one. */
    static final int MAX_RECORD_BYTES = 1 << 16;

    public VideoFormat {
        if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
            width = 0;
            height = 0;
        }
    }

    /** What a video frame tells: its codec, and the rest if it is a sequence header of AVC, HEVC or AV1, or a key frame of VP9. */
    public static VideoFormat of(MediaFrame frame) {
        if (frame.codec() == Codec.VP9 && frame.isKeyFrame()) {
            return Vp9Header.read(record(frame)).map(Vp9Header::format).orElseGet(() -> unknown(Codec.VP9));
        }
        if (!frame.isSequenceHeader()) {
            return unknown(frame.codec());
        }
        byte[] record = record(frame);
        return switch (frame.codec()) {
            case AVC -> AvcConfiguration.read(record);
            case HEVC -> HevcConfiguration.read(record);
            case AV1 -> Av1Configuration.read(record);
            default -> unknown(frame.codec());
        };
    }

    static VideoFormat unknown(Codec codec) {
        return new VideoFormat(codec, "", "", 0, 0);
    }

    /** The frame without its tag's header, cut if it is far too long. */
    static byte[] record(MediaFrame frame) {
        int from = frame.bodyStart();
        return Arrays.copyOfRange(frame.payload(), from, Math.min(frame.payload().length, from + MAX_RECORD_BYTES));
    }
}
