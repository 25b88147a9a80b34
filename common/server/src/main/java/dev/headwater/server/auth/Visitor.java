package dev.headwater.server.auth;

/** Somebody who publishes or plays. Confined to its event loop but {@link #execute}. */
public interface Visitor {
    /** Runs a task on its event loop. Any thread. */
    void execute(Runnable task);

    /** Of media, up to now. */
    long bytes();

    /** It may no longer: is told, and ended. No effect if it is gone. */
    void dismiss();
}
