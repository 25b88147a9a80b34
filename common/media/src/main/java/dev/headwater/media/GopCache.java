package dev.headwater.media;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * The frames since the last key frame of video track 0, and the headers as they were at it, so that a player starts at once. A
 * group of pictures over a bound is not kept at all, and nothing is until the next key frame; a stream without video keeps
 * nothing. Confined to its owner's event loop.
 */
public final class GopCache {
    private static final int MAX_FRAMES = 2_500;

    private final long maxDurationMs;
    private final IntSupplier maxBytes;
    private final List<MediaFrame> frames = new ArrayList<>();
    private List<MediaFrame> headers = List.of();
    private long bytes;

    /**
     * @param maxDuration longest group that is kept ({@code gop-cache.max-duration}), by the clock of each kind of frame
     * @param maxBytes largest one, payload bytes ({@code gop-cache.max-bytes}); asked for each frame, and one over it makes room at once
     */
    public GopCache(Duration maxDuration, IntSupplier maxBytes) {
        this(maxDuration.toMillis(), maxBytes);
    }

    private GopCache(long maxDurationMs, IntSupplier maxBytes) {
        this.maxDurationMs = maxDurationMs;
        this.maxBytes = maxBytes;
    }

    /** A cache of its own with the same content. */
    public GopCache copy() {
        var copy = new GopCache(maxDurationMs, maxBytes);
        copy.frames.addAll(frames);
        copy.headers = headers;
        copy.bytes = bytes;
        return copy;
    }

    /**
     * Takes the next frame. A header other than the video's own stays where it is among the frames.
     *
     * @param headersNow the stream's headers, kept if the frame is a key frame; not to be changed afterwards
     * @return true if the group begins anew with this frame
     */
    public boolean add(MediaFrame frame, List<MediaFrame> headersNow) {
        if (isKeyFrame(frame)) {
            clear();
            headers = headersNow;
        } else if (isNewPicture(frame)) {
            clear();
            return false;
        } else if (frames.isEmpty()) {
            return false;
        }
        bytes += frame.payload().length;
        if (bytes > maxBytes.getAsInt() || frames.size() >= MAX_FRAMES || sinceFirstMs(frame) > maxDurationMs) {
            clear();
            return false;
        }
        frames.add(frame);
        return frames.size() == 1;
    }

    /** How far it is from the group's first frame of its kind, by that kind's clock; a header may bear any time. */
    private long sinceFirstMs(MediaFrame frame) {
        if (StreamHeaders.isHeader(frame)) {
            return 0;
        }
        for (int i = 0; i < frames.size(); i++) {
            MediaFrame first = frames.get(i);
            if (first.kind() == frame.kind() && !StreamHeaders.isHeader(first)) {
                return frame.timestampMs() - first.timestampMs();
            }
        }
        return 0;
    }

    /** A key frame of the track that all players show. */
    public static boolean isKeyFrame(MediaFrame frame) {
        return frame.isKeyFrame() && frame.track() == 0;
    }

    /** What was coded before this header is of no use to a player that starts with it. */
    private static boolean isNewPicture(MediaFrame frame) {
        return frame.kind() == FrameKind.VIDEO && frame.isSequenceHeader() && frame.track() == 0;
    }

    public boolean isEmpty() {
        return frames.isEmpty();
    }

    /** From the key frame on; empty if no group is kept. A live view: copy it to hand it over. */
    public List<MediaFrame> frames() {
        return frames;
    }

    /** Payload bytes of {@link #frames}. */
    public long bytes() {
        return bytes;
    }

    /** The headers with which the first frame is decoded. */
    public List<MediaFrame> headers() {
        return headers;
    }

    /** Forgets the group, as when frames are missing from it. */
    public void clear() {
        frames.clear();
        headers = List.of();
        bytes = 0;
    }
}
