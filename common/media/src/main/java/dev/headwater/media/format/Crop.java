package dev.headwater.media.format;

/** What is coded at the edges and not shown, in the units of its codec (H.264, 7.4.2.1.1; H.265, 7.4.3.2.1). */
record Crop(int left, int right, int top, int bottom) {
    private static final Crop NONE = new Crop(0, 0, 0, 0);

    static Crop read(BitReader in) {
        return in.flag() ? new Crop(in.golomb(), in.golomb(), in.golomb(), in.golomb()) : NONE;
    }

    /** What is left of a coded picture. */
    PictureSize of(long width, long height, int unitX, int unitY) {
        long shownWidth = width - unitX * ((long) left + right);
        long shownHeight = height - unitY * ((long) top + bottom);
        boolean possible = shownWidth == (int) shownWidth && shownHeight == (int) shownHeight;
        return possible ? new PictureSize((int) shownWidth, (int) shownHeight) : PictureSize.UNKNOWN;
    }
}
