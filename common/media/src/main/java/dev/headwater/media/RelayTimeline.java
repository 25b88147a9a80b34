package dev.headwater.media;

/**
 * The stream's timeline, found again behind a relay inside the cluster: RTMP carries the low 32 bits of a position, this
 * adds the others. Confined to the event loop of the relay's connection.
 */
public final class RelayTimeline {
    private static final long WRAP_MS = 1L << Integer.SIZE;

    private long positionMs;

    /** @param referenceMs a position that is less than 24 days from the first one to come, not negative */
    public RelayTimeline(long referenceMs) {
        if (referenceMs < 0) {
            throw new IllegalArgumentException("reference %d ms is negative".formatted(referenceMs));
        }
        positionMs = referenceMs;
    }

    /**
     * The position with these low 32 bits that is nearest to the one before, never negative. It is lower than the one
     * before if the timestamp is: a relay changes no order.
     */
    public long map(int timestamp) {
        positionMs = near(timestamp);
        return positionMs;
    }

    /** The same for what does not stand on the timeline, as metadata that is sent at 0 to whoever joins. */
    public long near(int timestamp) {
        long mapped = positionMs + (timestamp - (int) positionMs);
        return mapped < 0 ? mapped + WRAP_MS : mapped;
    }
}
