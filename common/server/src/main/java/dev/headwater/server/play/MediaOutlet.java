package dev.headwater.server.play;

import io.netty.buffer.ByteBuf;

/** Where encoded media leaves for one client. Confined to the client's event loop. */
public interface MediaOutlet {
    /** Queues bytes; takes ownership. */
    void write(ByteBuf bytes);

    /** Sends what was queued. */
    void flush();

    /** Bytes that were written and have not left for the kernel yet. */
    long pendingBytes();

    /** Bytes that have left for the kernel and not reached the peer yet, about. */
    long kernelBytes();
}
