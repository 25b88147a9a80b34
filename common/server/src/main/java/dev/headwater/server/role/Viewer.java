package dev.headwater.server.role;

import dev.headwater.media.hub.EndReason;

/** One play on a connection as the role sees it. Thread-safe. */
@FunctionalInterface
public interface Viewer {
    /** Ends the play: the client is told, and may play something else on the connection. Idempotent. */
    void end(EndReason reason);
}
