package dev.headwater.server.relay;

/** Where a pull gets its frames from. Confined to the pull's event loop. */
@FunctionalInterface
public interface Upstream {
    /** Lets go. Idempotent; no event follows. */
    void close();
}
