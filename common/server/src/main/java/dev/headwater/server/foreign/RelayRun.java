package dev.headwater.server.foreign;

/** What a relay does while this node owns it. Confined to its event loop. */
interface RelayRun {
    /** The relay is this node's from now on. */
    void start();

    /** It is not any more; nothing of it is left when this returns. */
    void stop();

    /** Somebody in the cluster plays the stream. */
    default void wanted() {}
}
