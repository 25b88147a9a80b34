package dev.headwater.media.hub;

import dev.headwater.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;

/** Frames encoded once into one contiguous direct buffer, and where each ends in it. Confined to its group's loop. */
final class EncodedBatch {
    private final ByteBuf bytes;
    private final int[] ends;

    private EncodedBatch(ByteBuf bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    static EncodedBatch of(List<MediaFrame> frames, WireFormat format) {
        int size = 0;
        for (int i = 0; i < frames.size(); i++) {
            size += format.encodedSize(frames.get(i));
        }
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(size);
        int[] ends = new int[frames.size()];
        for (int i = 0; i < ends.length; i++) {
            format.encode(frames.get(i), bytes);
            ends[i] = bytes.writerIndex();
        }
        return new EncodedBatch(bytes, ends);
    }

    /** A reference of its own to all of it. */
    ByteBuf all() {
        return bytes.retainedDuplicate();
    }

    /** A reference of its own to the frames from {@code from} to below {@code to}. */
    ByteBuf slice(int from, int to) {
        int start = from == 0 ? 0 : ends[from - 1];
        return bytes.retainedSlice(start, ends[to - 1] - start);
    }

    /** Gives up this batch's own reference. */
    void release() {
        bytes.release();
    }
}
