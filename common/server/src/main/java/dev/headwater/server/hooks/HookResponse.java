package dev.headwater.server.hooks;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * What came back.
 *
 * @param location of a redirect, which is never followed
 */
record HookResponse(int status, Optional<String> location, Buffer body) {
    private static final int FIRST_SUCCESS = 200;
    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_FAULT = 400;
    private static final int TOO_MANY = 429;
    private static final int FIRST_SERVER_FAULT = 500;

    HookResponse with(Buffer itsBody) {
        return new HookResponse(status, location, itsBody);
    }

    boolean isSuccess() {
        return status >= FIRST_SUCCESS && status < FIRST_REDIRECT;
    }

    boolean isRedirect() {
        return status >= FIRST_REDIRECT && status < FIRST_FAULT;
    }

    /** The other side could not decide: to ask again may help. */
    boolean tellsOfAFault() {
        return status == TOO_MANY || status >= FIRST_SERVER_FAULT;
    }
}
