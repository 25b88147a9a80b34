package dev.headwater.server.flv;

import dev.headwater.server.play.MediaOutlet;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps media back until it is known what the header is to say of it, so that nothing is lost meanwhile. Bounded by who decides:
 * within a second, or when {@link #isFull}. Confined to the connection's event loop.
 */
final class HeaderFirst implements MediaOutlet {
    private static final int MAX_HELD_BYTES = 1 << 20;

    private final MediaOutlet out;
    private final Queue<ByteBuf> held = new ArrayDeque<>();
    private long heldBytes;
    private boolean open;

    HeaderFirst(MediaOutlet out) {
        this.out = out;
    }

    /** Whether the header is not to wait any longer. */
    boolean isFull() {
        return heldBytes >= MAX_HELD_BYTES;
    }

    /** Sends the header, then what was kept back; takes ownership. From now on nothing is. */
    void open(ByteBuf header) {
        open = true;
        out.write(header);
        held.forEach(out::write);
        held.clear();
        heldBytes = 0;
        out.flush();
    }

    /** The player is gone. Idempotent. */
    void release() {
        held.forEach(ByteBuf::release);
        held.clear();
        heldBytes = 0;
    }

    @Override
    public void write(ByteBuf bytes) {
        if (open) {
            out.write(bytes);
        } else {
            heldBytes += bytes.readableBytes();
            held.add(bytes);
        }
    }

    @Override
    public void flush() {
        if (open) {
            out.flush();
        }
    }

    @Override
    public long pendingBytes() {
        return heldBytes + out.pendingBytes();
    }

    @Override
    public long kernelBytes() {
        return out.kernelBytes();
    }
}
