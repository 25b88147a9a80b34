package dev.headwater.server.role;

import dev.headwater.media.hub.LiveStream;
import io.vertx.core.Future;
import java.util.Optional;

/** Finds a live stream to play: owned here, or pulled on demand. Thread-safe. */
@FunctionalInterface
public interface StreamSource {
    /**
     * Opens a stream, waiting a while for one that is about to start. Empty means that there is no such stream; it is not
     * a failure. Completes on any thread: hop.
     */
    Future<Optional<LiveStream>> open(PlayRequest request);
}
