package dev.headwater.media;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames since the last video key frame, so that a player starts at once. A group of pictures over a bound is not kept at
 * all, and nothing is until the next key frame; a stream without video keeps nothing. Confined to its owner's event loop.
 */
public final class GopCache {
    private static final int MAX_FRAMES = 2_500;

    private final long maxDurationMs;
    private final int maxBytes;
    private final List<MediaFrame> frames = new ArrayList<>();
    private long bytes;

    /**
     * @param maxDuration longest group that is kept ({@code gop-cache.max-duration})
     * @param maxBytes largest one, payload bytes ({@code gop-cache.max-bytes})
     */
    public GopCache(Duration maxDuration, int maxBytes) {
        this.maxDurationMs = maxDuration.toMillis();
        this.maxBytes = maxBytes;
    }

    /** Takes a frame that is no header. */
    public void add(MediaFrame frame) {
        if (frame.isKeyFrame()) {
            clear();
        } else if (!isOpen()) {
            return;
        }
        bytes += frame.payload().length;
        if (bytes > maxBytes
                || frames.size() >= MAX_FRAMES
                || (!frames.isEmpty() && frame.timestampMs() - frames.getFirst().timestampMs() > maxDurationMs)) {
            clear();
            return;
        }
        frames.add(frame);
    }

    /** True if the cache holds a key frame and everything since. */
    public boolean isOpen() {
        return !frames.isEmpty();
    }

    /** From the key frame on; empty if the cache is not open. A live view: copy it to hand it over. */
    public List<MediaFrame> frames() {
        return frames;
    }

    /** Forgets the group, as when a codec changes in its middle. */
    public void clear() {
        frames.clear();
        bytes = 0;
    }
}
