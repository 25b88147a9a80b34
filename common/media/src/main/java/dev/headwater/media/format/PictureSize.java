package dev.headwater.media.format;

/** Pixels; {@link VideoFormat} tells which are possible. */
record PictureSize(int width, int height) {
    static final PictureSize UNKNOWN = new PictureSize(0, 0);
}
