package dev.headwater.server.limits;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import java.net.InetAddress;

/** Whether there is room for one more publisher or player. Thread-safe. */
@FunctionalInterface
public interface UseLimiter {
    /** For ports whose callers were counted where they came in. */
    UseLimiter UNLIMITED = (action, key, address) -> new Permit.Granted(() -> {});

    /**
     * Answers at once.
     *
     * @param key the stream's public name
     */
    Permit acquire(Action action, StreamKey key, InetAddress address);
}
