package dev.headwater.media;

/**
 * One frame of a stream: immutable, its payload on the GC heap, so it crosses event loops and sits in caches with no
 * reference counts. The payload is an FLV tag body, the bytes of the publisher, untouched. Thread-safe.
 *
 * <p>A payload that is cut, empty or in no known form is a frame as well: it has no special part and is passed on.
 */
public final class MediaFrame {
    /** What the length fields of RTMP and FLV can say. */
    public static final int MAX_PAYLOAD_BYTES = 0xFF_FFFF;

    private final FrameKind kind;
    private final long timestampMs;
    private final byte[] payload;
    private final int traits;

    private MediaFrame(FrameKind kind, long timestampMs, byte[] payload, int traits) {
        if (timestampMs < 0) {
            throw new IllegalArgumentException("timestamp %d ms is negative".formatted(timestampMs));
        }
        this.kind = kind;
        this.timestampMs = timestampMs;
        this.payload = payload;
        this.traits = traits;
    }

    /**
     * Classifies a payload.
     *
     * @param timestampMs decoding time on the stream's timeline in milliseconds, not negative
     * @param payload handed over, not copied, never to be changed, at most {@link #MAX_PAYLOAD_BYTES} long
     */
    public static MediaFrame of(FrameKind kind, long timestampMs, byte[] payload) {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "payload of %d bytes is over %d".formatted(payload.length, MAX_PAYLOAD_BYTES));
        }
        int traits = switch (kind) {
            case AUDIO -> AudioTag.traits(payload);
            case VIDEO -> VideoTag.traits(payload);
            case DATA -> ScriptTag.traits(payload);
        };
        return new MediaFrame(kind, timestampMs, payload, traits);
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

    /**
     * Where the coded bytes, or the decoder configuration, start in the payload: behind the header of the audio or video tag, and
     * at the payload's end if there are none. Looked for at each call.
     */
    public int bodyStart() {
        return switch (kind) {
            case AUDIO -> AudioTag.bodyStart(payload);
            case VIDEO -> VideoTag.bodyStart(payload);
            case DATA -> 0;
        };
    }

    /**
     * Milliseconds from {@link #timestampMs} to when a picture is shown, signed; 0 for sound, and for pictures that are shown in the
     * order of their decoding. Looked for at each call.
     */
    public int compositionTimeMs() {
        return kind == FrameKind.VIDEO ? VideoTag.compositionTimeMs(payload) : 0;
    }

    /** How audio or video is coded. */
    public Codec codec() {
        return Traits.codec(traits);
    }

    /** Track in a multitrack stream, 0 to 255. 0 is the default one; a message of several tracks has its first one's. */
    public int track() {
        return Traits.track(traits);
    }

    /** A decoder configuration, as AVC and AAC start with. One without the configuration itself does not count. */
    public boolean isSequenceHeader() {
        return Traits.has(traits, Traits.SEQUENCE_HEADER);
    }

    /** What a decoder makes a picture or sound of; not empty. */
    public boolean isCoded() {
        return Traits.has(traits, Traits.CODED);
    }

    /** Coded video that a player of this {@link #track} can start with. */
    public boolean isKeyFrame() {
        return Traits.has(traits, Traits.KEY_FRAME);
    }

    /** Coded video that no other frame needs. */
    public boolean isDisposable() {
        return Traits.has(traits, Traits.DISPOSABLE);
    }

    /** The track is over, or its decoder is to be set up anew. */
    public boolean isEndOfSequence() {
        return Traits.has(traits, Traits.END_OF_SEQUENCE);
    }

    /** A data message {@code onMetaData}, with no {@code @setDataFrame} before it. */
    public boolean isMetadata() {
        return Traits.has(traits, Traits.METADATA);
    }

    /** A data message {@code @clearDataFrame}: the metadata kept so far is void. */
    public boolean isClearMetadata() {
        return Traits.has(traits, Traits.CLEAR_METADATA);
    }

    /** Colour information in a video tag, for the frames after it (Enhanced RTMP, VideoPacketType.Metadata). */
    public boolean isVideoMetadata() {
        return Traits.has(traits, Traits.VIDEO_METADATA);
    }

    /** Speaker layout in an audio tag, for the frames after it (Enhanced RTMP, AudioPacketType.MultichannelConfig). */
    public boolean isMultichannelConfig() {
        return Traits.has(traits, Traits.MULTICHANNEL_CONFIG);
    }

    /** The same frame at another time. */
    public MediaFrame at(long timestampMs) {
        return new MediaFrame(kind, timestampMs, payload, traits);
    }
}
