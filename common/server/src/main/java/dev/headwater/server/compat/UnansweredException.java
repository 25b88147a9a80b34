package dev.headwater.server.compat;

import dev.headwater.server.control.Reply;
import java.util.Set;

/** The cluster cannot tell, or did not do, what it was asked; the message says why. */
final class UnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int UNAVAILABLE = 503;

    private final int status;

    UnansweredException(Reply reply) {
        super(reply.body().getString("error", "no answer"));
        status = reply.status();
    }

    /** What is asked for was not found, and may be at nodes that did not answer. */
    UnansweredException(Set<String> nodes) {
        super("not found, and these nodes did not answer: " + String.join(", ", nodes));
        status = UNAVAILABLE;
    }

    int status() {
        return status;
    }
}
