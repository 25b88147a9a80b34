package dev.headwater.media.hub;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.AudioFormat;
import dev.headwater.media.format.VideoFormat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Measures what comes into a stream: some additions for each frame of the source, and once a second a look at them. Players cost
 * nothing here. Confined to the source's loop but {@link #figures}.
 */
final class IntakeMeter {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(3);

    // ---- since the beginning ----
    private long videoBytes;
    private long audioBytes;
    private long pictures;
    private long withheld;

    // ---- as it is now ----
    private Optional<VideoFormat> video = Optional.empty();
    private Optional<AudioFormat> audio = Optional.empty();
    private Codec videoCodec = Codec.NONE;
    private Codec audioCodec = Codec.NONE;
    private boolean formatChanged;
    private long firstPictureMs;
    private long pictureMs;
    private long keyMs = -1;
    private long keyPicture;
    private long gopMs;
    private int gopPictures;

    /** At least a second apart, no further than the window. */
    private final Deque<Look> looks = new ArrayDeque<>();

    // ---- any thread ----
    private volatile Told told = new Told(IntakeFigures.NONE, 0);

    /** The sums, and how far the picture has come, at one moment. */
    private record Look(long nanos, long videoBytes, long audioBytes, long pictures, long pictureMs) {}

    private record Told(IntakeFigures figures, long nanos) {}

    /** A frame that is passed on. */
    void passed(MediaFrame frame) {
        int bytes = frame.payload().length;
        switch (frame.kind()) {
            case VIDEO -> {
                videoBytes += bytes;
                if (frame.track() == 0 && frame.codec() != Codec.NONE) {
                    picture(frame);
                }
            }
            case AUDIO -> {
                audioBytes += bytes;
                if (frame.track() == 0 && frame.codec() != Codec.NONE) {
                    sound(frame);
                }
            }
            case DATA -> {}
        }
    }

    private void picture(MediaFrame frame) {
        if (frame.isSequenceHeader() || frame.codec() != videoCodec) {
            videoCodec = frame.codec();
            video = Optional.of(VideoFormat.of(frame));
            formatChanged = true;
        }
        if (frame.isSequenceHeader() || frame.isVideoMetadata() || frame.isEndOfSequence()) {
            return;
        }
        if (GopCache.isKeyFrame(frame)) {
            if (keyMs >= 0) {
                gopMs = frame.timestampMs() - keyMs;
                gopPictures = (int) (pictures - keyPicture);
            }
            keyMs = frame.timestampMs();
            keyPicture = pictures;
        }
        if (pictures == 0) {
            firstPictureMs = frame.timestampMs();
        }
        pictures++;
        pictureMs = frame.timestampMs();
    }

    private void sound(MediaFrame frame) {
        if (frame.isSequenceHeader() || frame.codec() != audioCodec) {
            audioCodec = frame.codec();
            audio = Optional.of(AudioFormat.of(frame));
            formatChanged = true;
        }
    }

    /** A frame that is passed on to nobody. */
    void withheld() {
        withheld++;
    }

    /** The source has no such track any more. */
    void gone(FrameKind kind) {
        if (kind == FrameKind.VIDEO) {
            video = Optional.empty();
            videoCodec = Codec.NONE;
            keyMs = -1;
            gopMs = 0;
            gopPictures = 0;
        } else {
            audio = Optional.empty();
            audioCodec = Codec.NONE;
        }
        formatChanged = true;
    }

    /** A batch leaves. */
    void look(long nowNanos) {
        boolean due = looks.isEmpty() || nowNanos - looks.getLast().nanos() >= LOOK_NANOS;
        if (!due && !formatChanged) {
            return;
        }
        var now = new Look(nowNanos, videoBytes, audioBytes, pictures, pictureMs);
        if (due) {
            looks.addLast(now);
        }
        while (nowNanos - looks.getFirst().nanos() > WINDOW_NANOS && looks.size() > 2) {
            looks.removeFirst();
        }
        formatChanged = false;
        told = new Told(since(looks.getFirst(), now), nowNanos);
    }

    private IntakeFigures since(Look then, Look now) {
        long nanos = now.nanos() - then.nanos();
        return new IntakeFigures(
                video,
                audio,
                bitsPerSecond(now.videoBytes() - then.videoBytes(), nanos),
                bitsPerSecond(now.audioBytes() - then.audioBytes(), nanos),
                picturesPerSecond(then, now),
                Duration.ofMillis(gopMs),
                gopPictures,
                Duration.ofNanos(nanos),
                withheld);
    }

    /** The first picture of all has none before it, and the line may begin anywhere. */
    private double picturesPerSecond(Look then, Look now) {
        boolean fromTheFirst = then.pictures() == 0;
        long ms = now.pictureMs() - (fromTheFirst ? firstPictureMs : then.pictureMs());
        long steps = now.pictures() - (fromTheFirst ? 1 : then.pictures());
        return ms <= 0 ? 0 : steps * 1_000.0 / ms;
    }

    private static long bitsPerSecond(long bytes, long nanos) {
        return nanos == 0 ? 0 : Math.round(bytes * 8e9 / nanos);
    }

    /** Any thread. */
    IntakeFigures figures(long nowNanos) {
        var last = told;
        return nowNanos - last.nanos() > SILENT_NANOS ? last.figures().silent() : last.figures();
    }
}
