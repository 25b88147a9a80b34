package dev.headwater.rtmp;

import java.io.Serial;

/**
 * The peer broke the protocol: close that peer, count {@link #error()}, write one WARN line without a stack.
 *
 * <p>The message names what happened, the value, the limit and the key to turn; never a payload or a token.
 */
public final class ProtocolException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ProtocolError error;

    public ProtocolException(ProtocolError error, String message) {
        super(message, null, false, false); // no stack: the peer chooses how often this is thrown
        this.error = error;
    }

    public ProtocolError error() {
        return error;
    }
}
