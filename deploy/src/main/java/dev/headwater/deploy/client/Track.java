package dev.headwater.deploy.client;

import dev.headwater.media.Codec;
import dev.headwater.media.MediaFrame;

/** Frames of one kind, counted on the stream's own timeline: what comes at once at a join does not count twice. */
final class Track {
    private Codec codec = Codec.NONE;
    private long frames;
    private long bytes;
    private long lastBytes;
    private long firstMs;
    private long lastMs;

    void add(MediaFrame frame) {
        if (frames == 0) {
            firstMs = frame.timestampMs();
        }
        codec = frame.codec();
        lastMs = Math.max(lastMs, frame.timestampMs());
        lastBytes = frame.payload().length;
        bytes += lastBytes;
        frames++;
    }

    boolean isEmpty() {
        return frames == 0;
    }

    Codec codec() {
        return codec;
    }

    long frames() {
        return frames;
    }

    /** Frames a second; 0 while one was seen. */
    double rate() {
        return spanMs() == 0 ? 0 : (frames - 1) * 1_000.0 / spanMs();
    }

    /** Kilobits a second. */
    double kbits() {
        return spanMs() == 0 ? 0 : (bytes - lastBytes) * 8.0 / spanMs();
    }

    private long spanMs() {
        return frames < 2 ? 0 : Math.max(1, lastMs - firstMs);
    }
}
