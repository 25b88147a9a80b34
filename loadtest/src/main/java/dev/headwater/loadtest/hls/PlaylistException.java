package dev.headwater.loadtest.hls;

/** What the server calls a playlist is none (RFC 8216). */
final class PlaylistException extends Exception {
    private static final long serialVersionUID = 1;

    PlaylistException(String message) {
        super(message);
    }
}
