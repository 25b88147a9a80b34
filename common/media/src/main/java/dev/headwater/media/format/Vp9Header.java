package dev.headwater.media.format;

import dev.headwater.media.Codec;
import java.util.Optional;

/**
 * The header of a key frame of VP9 (VP9 bitstream, 6.2 and 7.2), from which its record in MP4 is made (VP codecs in ISO-BMFF, 2.2): the one
 * that publishers send has no size, which browsers want.
 *
 * @param chroma as the record counts it: 1 is 4:2:0, 2 is 4:2:2, 3 is 4:4:4
 */
record Vp9Header(int profile, int bitDepth, int chroma, boolean fullRange, PictureSize size) {
    private static final int FRAME_MARKER = 2;
    private static final int SYNC_CODE = 0x49_8342;
    private static final int RGB = 7;
    private static final int UNSPECIFIED = 2;

    private static final int CHROMA_420 = 1;
    private static final int CHROMA_422 = 2;
    private static final int CHROMA_444 = 3;

    /** Each level times ten, and the most pixels that a picture of it has (VP9 levels). */
    private static final int[][] LEVELS = {
        {10, 36_864},
        {11, 73_728},
        {20, 122_880},
        {21, 245_760},
        {30, 552_960},
        {31, 983_040},
        {40, 2_228_224},
        {50, 8_912_896}
    };

    private static final int HIGHEST_LEVEL = 60;

    /** Empty if it is no key frame. */
    static Optional<Vp9Header> read(byte[] frame) {
        var in = new BitReader(frame);
        boolean isFrame = in.bits(2) == FRAME_MARKER;
        int profile = in.bits(1) | in.bits(1) << 1;
        if (profile == 3) {
            in.skip(1);
        }
        boolean isRepeated = in.flag(); // show_existing_frame
        boolean isInter = in.flag();
        in.skip(2); // show_frame, error_resilient_mode
        if (!isFrame || isRepeated || isInter || in.bits(24) != SYNC_CODE) {
            return Optional.empty();
        }
        int bitDepth = profile < 2 ? 8 : in.flag() ? 12 : 10;
        boolean isRgb = in.bits(3) == RGB;
        boolean isFullRange = isRgb || in.flag();
        int chroma = chroma(profile, isRgb, in);
        var size = new PictureSize(1 + in.bits(16), 1 + in.bits(16));
        return in.isBroken()
                ? Optional.empty()
                : Optional.of(new Vp9Header(profile, bitDepth, chroma, isFullRange, size));
    }

    private static int chroma(int profile, boolean isRgb, BitReader in) {
        if ((profile & 1) == 0) {
            return CHROMA_420;
        }
        if (isRgb) {
            in.skip(1);
            return CHROMA_444;
        }
        boolean halvedX = in.flag();
        in.skip(2); // subsampling_y, reserved
        return halvedX ? CHROMA_422 : CHROMA_444;
    }

    /** VPCodecConfigurationRecord without version and flags. Colours are left to the frames. */
    byte[] configuration() {
        int depthAndChroma = bitDepth << 4 | chroma << 1 | (fullRange ? 1 : 0);
        return new byte[] {
            (byte) profile, (byte) level(), (byte) depthAndChroma, UNSPECIFIED, UNSPECIFIED, UNSPECIFIED, 0, 0
        };
    }

    VideoFormat format() {
        String level = level() / 10 + "." + level() % 10;
        return new VideoFormat(Codec.VP9, Integer.toString(profile), level, size.width(), size.height());
    }

    /** The lowest that has room for the picture. */
    private int level() {
        long pixels = (long) size.width() * size.height();
        for (int[] level : LEVELS) {
            if (pixels <= level[1]) {
                return level[0];
            }
        }
        return HIGHEST_LEVEL;
    }
}
