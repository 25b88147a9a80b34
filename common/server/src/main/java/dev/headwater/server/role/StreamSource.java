package dev.headwater.server.role;

import io.vertx.core.Future;

/** Finds a live stream to play: owned here, or pulled on demand. Thread-safe. */
@FunctionalInterface
public interface StreamSource {
    /**
     * Opens a stream, waiting a while for one that is about to start. A failed future is our fault, never the player's.
     * Completes on any thread: hop.
     */
    Future<PlayDecision> open(PlayRequest request);
}
