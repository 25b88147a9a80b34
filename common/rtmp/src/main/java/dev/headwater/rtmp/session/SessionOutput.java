package dev.headwater.rtmp.session;

import io.netty.buffer.ByteBuf;

/** Where a session puts the bytes for its peer: the connection that owns the socket. */
@FunctionalInterface
public interface SessionOutput {
    /** Takes ownership of {@code bytes}. Called on the session's event loop; may be followed by more before a flush. */
    void write(ByteBuf bytes);
}
