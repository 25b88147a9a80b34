package dev.headwater.rtmp.session;

/** Where a server session stands. */
public enum SessionState {
    /** C0, C1, C2 not complete. */
    HANDSHAKE,
    /** Handshake done, connect not received. */
    AWAITING_CONNECT,
    /** connect received, the owner has not answered. */
    CONNECTING,
    /** connect accepted. */
    CONNECTED,
    /** Closed or refused: input is ignored. */
    CLOSED
}
