package dev.headwater.server.role;

/**
 * A publisher that did not come by itself but through a node that may bring it again, should this one be lost.
 *
 * @param publisherId one of a kind, the same whenever it is brought; empty if it came by itself
 * @param seenEpoch the epoch in which it was published last, 0 if it was not yet: it must not take over from a later one
 */
public record Forwarded(String publisherId, long seenEpoch) {
    /** It came by itself. */
    public static final Forwarded NOT = new Forwarded("", 0);

    public Forwarded {
        if (seenEpoch < 0) {
            throw new IllegalArgumentException("epoch %d is below 0".formatted(seenEpoch));
        }
    }
}
