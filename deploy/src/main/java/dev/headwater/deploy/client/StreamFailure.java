package dev.headwater.deploy.client;

/** The stream was not to be had, or could not be sent: the message is for people, in one line. */
public final class StreamFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    StreamFailure(String message) {
        super(message);
    }
}
