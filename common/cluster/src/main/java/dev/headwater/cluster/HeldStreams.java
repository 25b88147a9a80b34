package dev.headwater.cluster;

import dev.headwater.media.StreamKey;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Which streams a node has, in four bytes each: enough to prefer it, and harmless if it errs, since a node that does not have
 * a stream pulls it.
 *
 * @param hashes of the names, ascending; at most {@value #MAX}, the rest is not told
 */
public record HeldStreams(List<Integer> hashes) {
    /** Streams that a record tells of at most: 16 KiB. */
    public static final int MAX = 4_096;

    public static final HeldStreams NONE = new HeldStreams(List.of());

    public HeldStreams {
        if (hashes.size() > MAX) {
            throw new IllegalArgumentException("%d streams, expected %d at most".formatted(hashes.size(), MAX));
        }
        hashes = hashes.stream().sorted().toList();
    }

    public static HeldStreams of(Collection<StreamKey> keys) {
        return new HeldStreams(keys.stream().limit(MAX).map(HeldStreams::hash).toList());
    }

    /** False if the node did not have the stream, true if it most probably did. */
    public boolean mayHave(StreamKey key) {
        return Collections.binarySearch(hashes, hash(key)) >= 0;
    }

    /** The same in every JVM: the language defines it. */
    private static int hash(StreamKey key) {
        return key.toString().hashCode();
    }
}
