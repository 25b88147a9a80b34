package dev.headwater.server.role;

import dev.headwater.media.FrameKind;
import dev.headwater.media.hub.EndReason;

/** A stream as its publisher's connection sees it. Confined to the publisher's event loop. */
public interface Publication {
    /** Epoch of this publication, for logs; 0 where another node keeps it. */
    long epoch();

    /**
     * One frame.
     *
     * @param timestamp the publisher's, milliseconds, unsigned 32-bit, wraps
     * @param payload FLV tag body, handed over, not copied
     */
    void publish(FrameKind kind, int timestamp, byte[] payload);

    /** The frames since the last call may leave: called once per read of the socket. */
    void flush();

    /** The publisher is gone. Idempotent. */
    void end(EndReason reason);
}
