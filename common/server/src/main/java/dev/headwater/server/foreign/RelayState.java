package dev.headwater.server.foreign;

/** Where a relay stands on one node. */
public enum RelayState {
    /** Another node runs it, or none does. */
    STANDBY,
    /** It is this node's: a push without its stream, or a pull that nobody plays, or whose name somebody else has. */
    WAITING,
    /** The foreign server is being asked; of a pull, nothing has come yet. */
    CONNECTING,
    /** Frames flow. */
    RUNNING,
    /** The last attempt failed; waits out a backoff. */
    PAUSED
}
