package dev.headwater.server.auth;

/** A publish or a play that goes on, for those who allowed it. Confined to its event loop but {@link #execute}. */
public interface ActiveUse {
    /** Runs a task on its event loop. Any thread. */
    void execute(Runnable task);

    /** Of media, up to now. */
    long bytes();

    /** It is allowed no longer: its client is told, and it is ended. No effect if it is over. */
    void revoke();
}
