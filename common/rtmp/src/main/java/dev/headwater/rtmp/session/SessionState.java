package dev.headwater.rtmp.session;

/** Where a session stands. */
public enum SessionState {
    /** C0, C1, C2 not complete. */
    HANDSHAKE,
    /** Handshake done, connect not received; never on a client, which sends it at once. */
    AWAITING_CONNECT,
    /** connect was sent, its answer was not. */
    CONNECTING,
    /** connect accepted. */
    CONNECTED,
    /** Closed or refused: input is ignored. */
    CLOSED
}
