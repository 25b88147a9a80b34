package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** Still pictures of the streams of a node. Thread-safe. */
@FunctionalInterface
public interface Pictures {
    /** Of a node that makes none. */
    Pictures NONE = key -> Future.succeededFuture(Optional.empty());

    /** The newest of a stream, a JPEG; empty if there is none now. Completes on any thread. */
    Future<Optional<Buffer>> newest(StreamKey key);
}
