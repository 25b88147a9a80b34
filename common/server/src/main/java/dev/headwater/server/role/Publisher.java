package dev.headwater.server.role;

import dev.headwater.media.hub.EndReason;

/** A publisher's connection as the role sees it. Thread-safe. */
@FunctionalInterface
public interface Publisher {
    /**
     * Ends the publisher: it is told, its connection is closed, and {@link Publication#end} is not called any more.
     * Idempotent.
     */
    void end(EndReason reason);
}
