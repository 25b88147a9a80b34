package dev.headwater.server.hls;

/** A request that is answered with an error, in the words for its client. */
final class HlsRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param told to the client */
    HlsRefusal(int status, String told) {
        super(told, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String told() {
        return String.valueOf(getMessage());
    }
}
