package dev.headwater.media.segment;

/** A piece of a segment that is delivered before the whole is there; one that has no parts is one piece. Immutable. */
public final class Part {
    private final byte[] bytes;
    private final long durationMs;
    private final boolean independent;

    /**
     * @param bytes handed over, not copied
     * @param independent whether a player can begin with it
     */
    Part(byte[] bytes, long durationMs, boolean independent) {
        this.bytes = bytes;
        this.durationMs = durationMs;
        this.independent = independent;
    }

    /** Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public long durationMs() {
        return durationMs;
    }

    /** Whether it begins with a frame that needs no other. */
    public boolean isIndependent() {
        return independent;
    }
}
