package dev.headwater.rtmp.message;

/**
 * An audio, video or data message, its payload untouched. One final class with a kind: the hot path has no hierarchy.
 *
 * <p>Data messages are AMF0 (type 18); a type 15 one arrives here with its format byte removed, and the sub-messages of
 * an aggregate (type 22) arrive as messages of their own.
 */
public final class MediaMessage {
    /** What a media message carries. */
    public enum Kind {
        AUDIO(8),
        VIDEO(9),
        DATA(18);

        private final int typeId;

        Kind(int typeId) {
            this.typeId = typeId;
        }

        /** Message type id (RTMP 1.0, 7.1). */
        public int typeId() {
            return typeId;
        }
    }

    private final Kind kind;
    private final int streamId;
    private final int timestamp;
    private final byte[] payload;

    /**
     * @param timestamp milliseconds, unsigned 32-bit, wraps
     * @param payload on the heap; handed over, not copied
     */
    public MediaMessage(Kind kind, int streamId, int timestamp, byte[] payload) {
        this.kind = kind;
        this.streamId = streamId;
        this.timestamp = timestamp;
        this.payload = payload;
    }

    public Kind kind() {
        return kind;
    }

    public int streamId() {
        return streamId;
    }

    /** Milliseconds, unsigned 32-bit, wraps. */
    public int timestamp() {
        return timestamp;
    }

    /** Not to be changed. */
    public byte[] payload() {
        return payload;
    }
}
