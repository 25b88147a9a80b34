package dev.headwater.rtmp.chunk;

import io.netty.util.collection.IntObjectHashMap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered per chunk stream id: an array for the ids of one byte, which is all that nearly every peer uses,
 * and a map for the others, so that no id costs memory by being large.
 */
final class ChunkStreams<T> {
    private static final int ONE_BYTE_IDS = 64;

    private final @Nullable Object[] small = new @Nullable Object[ONE_BYTE_IDS];
    private @Nullable IntObjectHashMap<T> large;
    private int size;

    /** The stream with this id, if there is one; any number may be asked for. */
    @SuppressWarnings("unchecked") // only put writes, and it writes T
    @Nullable
    T get(int id) {
        if (id >= 0 && id < ONE_BYTE_IDS) {
            return (T) small[id];
        }
        return large == null ? null : large.get(id);
    }

    /** Adds an id that is not there yet. */
    void put(int id, T stream) {
        size++;
        if (id < ONE_BYTE_IDS) {
            small[id] = stream;
            return;
        }
        if (large == null) {
            large = new IntObjectHashMap<>();
        }
        large.put(id, stream);
    }

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(small, null);
        large = null;
        size = 0;
    }
}
