package dev.headwater.server.thumbnail;

/** There is no picture of the stream now; the message says why, for the log. */
final class NoPictureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoPictureException(String message) {
        super(message, null, false, false);
    }
}
