package dev.headwater.media;

/**
 * One frame of a stream: immutable, its payload on the GC heap, so it crosses event loops and sits in caches with no
 * reference counts. The payload is an FLV tag body, the bytes of the publisher, untouched. Thread-safe.
 */
public final class MediaFrame {
    private final FrameKind kind;
    private final long timestampMs;
    private final byte[] payload;

    private MediaFrame(FrameKind kind, long timestampMs, byte[] payload) {
        this.kind = kind;
        this.timestampMs = timestampMs;
        this.payload = payload;
    }

    /**
     * Classifies a payload.
     *
     * @param timestampMs decoding time on the stream's timeline in milliseconds, not negative
     * @param payload handed over, not copied, never to be changed
     */
    public static MediaFrame of(FrameKind kind, long timestampMs, byte[] payload) {
        return new MediaFrame(kind, timestampMs, payload);
    }

    public FrameKind kind() {
        return kind;
    }

    /** Decoding time on the stream's timeline, milliseconds, not negative. */
    public long timestampMs() {
        return timestampMs;
    }

    /** Not to be changed. */
    public byte[] payload() {
        return payload;
    }

    /** The same frame at another time. */
    public MediaFrame at(long timestampMs) {
        return new MediaFrame(kind, timestampMs, payload);
    }
}
