package dev.headwater.server.limits;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import java.net.InetAddress;

/** Whether there is room for one more publisher or player. Thread-safe. */
@FunctionalInterface
public interface Room {
    /** For ports whose callers were counted where they came in. */
    Room FOR_ALL = (action, key, address) -> new Entry.In(() -> {});

    /**
     * Answers at once.
     *
     * @param key the stream's public name
     */
    Entry enter(Action action, StreamKey key, InetAddress address);
}
