package dev.headwater.server.compat;

import dev.headwater.server.control.Reply;

/** The cluster cannot tell, or did not do, what it was asked; the message says why. */
final class UnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    UnansweredException(Reply reply) {
        super(reply.body().getString("error", "no answer"));
        status = reply.status();
    }

    int status() {
        return status;
    }
}
