package dev.headwater.loadtest.source;

import java.time.Duration;

/**
 * What generated media is like.
 *
 * @param kbps of audio and video together, in kbit/s
 * @param fps video frames a second
 * @param gop from one key frame to the next
 * @param audio whether there is audio beside the video
 */
public record Shape(int kbps, int fps, Duration gop, boolean audio) {
    public static final Shape DEFAULT = new Shape(1_000, 25, Duration.ofSeconds(2), true);

    private static final int MIN_KBPS = 32;
    private static final int MAX_KBPS = 200_000;
    private static final int MAX_FPS = 240;

    /** Audio takes a quarter of what there is, and no more than this. */
    private static final int MAX_AUDIO_KBPS = 64;

    private static final int BITS_PER_KILOBIT = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    /** A key frame is as large as so many others. */
    private static final int KEY_FRAME_WEIGHT = 8;

    public Shape {
        requireWithin("kbps", kbps, MIN_KBPS, MAX_KBPS);
        requireWithin("fps", fps, 1, MAX_FPS);
        if (gop.isNegative() || gop.isZero()) {
            throw new IllegalArgumentException("gop must be positive, found " + gop);
        }
    }

    private static void requireWithin(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("%s must be %d to %d, found %d".formatted(name, min, max, value));
        }
    }

    /** From one key frame to the next, in frames. */
    int gopFrames() {
        return (int) Math.max(1, Math.round(gop.toNanos() / NANOS_PER_SECOND * fps));
    }

    int audioKbps() {
        return audio ? Math.min(kbps / 4, MAX_AUDIO_KBPS) : 0;
    }

    int interFrameBytes() {
        return (int) (gopBytes() / (gopFrames() - 1 + KEY_FRAME_WEIGHT));
    }

    int keyFrameBytes() {
        return (int) (gopBytes() - (gopFrames() - 1L) * interFrameBytes());
    }

    private double gopBytes() {
        return (kbps - audioKbps()) * (double) BITS_PER_KILOBIT / Byte.SIZE * gopFrames() / fps;
    }
}
