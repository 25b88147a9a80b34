package dev.headwater.media.hub;

import io.netty.buffer.ByteBuf;

/** A player's connection as the fan-out sees it. Every method is called on the player's own event loop. */
public interface Player {
    /** Queues encoded bytes on the connection; takes ownership of one reference. No flush. */
    void write(ByteBuf encoded);

    /** Sends what was queued: at most once per pulse. */
    void flush();

    /** Bytes that were written and have not left for the kernel yet. */
    long pendingBytes();

    /** Bytes that have left for the kernel and not reached the peer yet, about; asked for only while others wait. */
    default long kernelBytes() {
        return 0;
    }

    /**
     * The player cannot keep up: frames are left out from now on.
     *
     * @param pendingBytes in its queue
     * @param ageNanos how long the oldest of them has waited, about
     */
    default void fellBehind(SlowReason reason, long pendingBytes, long ageNanos) {}

    /**
     * The player goes on.
     *
     * @param droppedFrames all that were left out for it so far
     */
    default void caughtUp(long droppedFrames) {}

    /** The stream is over for this player. Nothing is written after it. */
    void ended(EndReason reason);
}
