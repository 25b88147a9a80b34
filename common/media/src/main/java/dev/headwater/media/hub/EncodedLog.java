package dev.headwater.media.hub;

import dev.headwater.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Encoded frames in a row, each encoded once: what players' queues and the encoded group of pictures (GOP) share are slices of
 * the same direct buffers. A batch is always contiguous. A buffer lives until neither the GOP nor a queue needs it. Confined to
 * the loop of its group.
 *
 * <pre>
 *   earlier buffers of the GOP        newest buffer
 *   |....K==========|==============|  |=======[batch]........|
 *        gopStart                              from ends[0] to ends[n]
 * </pre>
 */
final class EncodedLog {
    private static final int MIN_BUFFER_BYTES = 8 << 10;

    /** Usual most of one buffer; only a larger batch gets a larger one. */
    static final int MAX_BUFFER_BYTES = 256 << 10;

    private final WireFormat format;
    private final ByteBufAllocator allocator;
    private final ArrayDeque<ByteBuf> earlier = new ArrayDeque<>();
    private @Nullable ByteBuf newest;
    private int nextBytes = MIN_BUFFER_BYTES;
    private boolean gopOpen;
    private int gopStart;
    private int[] ends = new int[16];
    private int batchFrames;

    EncodedLog(WireFormat format, ByteBufAllocator allocator) {
        this.format = format;
        this.allocator = allocator;
    }

    /** Encodes a batch; {@link #slice} and {@link #startGop} then speak of its frames. */
    void append(List<MediaFrame> frames) {
        long bound = 0;
        for (int i = 0; i < frames.size(); i++) {
            bound += format.encodedSize(frames.get(i));
        }
        ByteBuf out = room(Math.toIntExact(bound));
        batchFrames = frames.size();
        if (ends.length <= batchFrames) {
            ends = new int[Math.max(ends.length * 2, batchFrames + 1)];
        }
        ends[0] = out.writerIndex();
        for (int i = 0; i < batchFrames; i++) {
            format.encode(frames.get(i), out);
            ends[i + 1] = out.writerIndex();
        }
    }

    /** Encodes a whole GOP that began before this log did. */
    void appendGop(List<MediaFrame> gop) {
        for (int i = 0; i < gop.size(); i++) {
            append(gop.subList(i, i + 1));
            if (i == 0) {
                startGop(0);
            }
        }
    }

    /** Encoded bytes of the last batch. */
    int batchBytes() {
        return ends[batchFrames] - ends[0];
    }

    /** Frames {@code from} to {@code to}, exclusive, of the last batch; the caller owns one reference. */
    ByteBuf slice(int from, int to) {
        return view(newest(), ends[from], ends[to]);
    }

    /** The GOP begins at a frame of the last batch; what was kept of an older one is let go. */
    void startGop(int frame) {
        releaseEarlier();
        gopOpen = true;
        gopStart = ends[frame];
    }

    /** No GOP is kept from here on, until the next start. */
    void dropGop() {
        releaseEarlier();
        gopOpen = false;
    }

    /** Gives out the GOP in as few pieces as there are buffers; the consumer owns one reference of each. */
    void gop(Consumer<ByteBuf> out) {
        if (!gopOpen) {
            return;
        }
        int from = gopStart;
        for (ByteBuf buffer : earlier) {
            out.accept(view(buffer, from, buffer.writerIndex()));
            from = 0;
        }
        ByteBuf buffer = newest();
        if (buffer.writerIndex() > from) {
            out.accept(view(buffer, from, buffer.writerIndex()));
        }
    }

    /** A reference with indexes of its own, and no count of its own: half the price of Netty's recycled slices. */
    private static ByteBuf view(ByteBuf buffer, int from, int to) {
        return buffer.retain().duplicate().setIndex(from, to);
    }

    void release() {
        dropGop();
        if (newest != null) {
            newest.release();
            newest = null;
        }
    }

    private ByteBuf newest() {
        if (newest == null) {
            throw new IllegalStateException("nothing was encoded yet");
        }
        return newest;
    }

    private ByteBuf room(int bytes) {
        if (newest != null && newest.writableBytes() >= bytes) {
            return newest;
        }
        if (newest != null) {
            if (gopOpen) {
                earlier.add(newest);
            } else {
                newest.release();
            }
            nextBytes = Math.min(nextBytes * 2, MAX_BUFFER_BYTES);
        }
        int capacity = Math.max(bytes, nextBytes);
        newest = allocator.directBuffer(capacity, capacity); // never moves: slices of it are on their way to sockets
        return newest;
    }

    private void releaseEarlier() {
        for (ByteBuf buffer : earlier) {
            buffer.release();
        }
        earlier.clear();
    }
}
