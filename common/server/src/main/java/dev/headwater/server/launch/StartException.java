package dev.headwater.server.launch;

import java.util.Optional;

/** The node cannot start for a reason that an operator can act on. The message is one line. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param what that did not start, such as {@code rtmp} */
    static StartException of(String what, Throwable cause) {
        return cause instanceof StartException known
                ? known
                : new StartException(what + ": " + firstLine(rootOf(cause)), cause);
    }

    /** True if a port was taken. Each transport has an exception of its own for it. */
    static boolean isAddressInUse(Throwable cause) {
        for (var e = Optional.of(cause);
                e.isPresent();
                e = Optional.ofNullable(e.get().getCause())) {
            String message = Optional.ofNullable(e.get().getMessage()).orElse("");
            if (message.contains("Address already in use")) {
                return true;
            }
        }
        return false;
    }

    private static Throwable rootOf(Throwable cause) {
        var root = cause;
        for (var e = Optional.of(cause);
                e.isPresent();
                e = Optional.ofNullable(e.get().getCause())) {
            root = e.get();
        }
        return root;
    }

    private static String firstLine(Throwable cause) {
        return Optional.ofNullable(cause.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse(cause.toString());
    }
}
