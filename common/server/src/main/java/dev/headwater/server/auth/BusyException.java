package dev.headwater.server.auth;

/** So many wait that a token was not looked at: nothing is said of it. Has no stack: a crowd brings thousands. */
public final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param most that may wait */
    public BusyException(int most) {
        super(
                "%d tokens wait for their signatures to be verified: auth.jwt.max-waiting=%d".formatted(most, most),
                null,
                false,
                false);
    }
}
