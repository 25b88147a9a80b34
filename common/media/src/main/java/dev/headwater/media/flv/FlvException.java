package dev.headwater.media.flv;

/** What was to be read is not FLV, or has a tag over the limit. */
public final class FlvException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FlvException(String message) {
        super(message);
    }
}
