package dev.headwater.loadtest.client;

/** One virtual client. Confined to its event loop. */
public interface Client {
    /** Leaves as a well-behaved client does. No event follows. Idempotent. */
    void close();
}
