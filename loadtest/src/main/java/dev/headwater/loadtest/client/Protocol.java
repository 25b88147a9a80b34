package dev.headwater.loadtest.client;

import java.util.Arrays;
import java.util.Optional;

/** How a stream is played, or published: its URL says it by the scheme, and with HTTP by the end of the path. */
public enum Protocol {
    RTMP("rtmp", "rtmps", "", 1935, 443),
    HTTP_FLV("http", "https", ".flv", 80, 443),
    WS_FLV("ws", "wss", ".flv", 80, 443),
    HLS("http", "https", ".m3u8", 80, 443),
    /** HLS by parts; its URL is that of {@link #HLS}, and the player is asked to. */
    LL_HLS("http", "https", ".m3u8", 80, 443);

    private final String scheme;
    private final String encryptedScheme;
    private final String suffix;
    private final int port;
    private final int encryptedPort;

    Protocol(String scheme, String encryptedScheme, String suffix, int port, int encryptedPort) {
        this.scheme = scheme;
        this.encryptedScheme = encryptedScheme;
        this.suffix = suffix;
        this.port = port;
        this.encryptedPort = encryptedPort;
    }

    /**
     * The protocol of a URL.
     *
     * @param path without the query
     */
    static Optional<Protocol> of(String scheme, String path) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.scheme.equals(scheme) || protocol.isEncrypted(scheme))
                .filter(protocol -> path.endsWith(protocol.suffix))
                .findFirst();
    }

    /** Whether it is played by segments, of which each is asked for. */
    public boolean isHls() {
        return this == HLS || this == LL_HLS;
    }

    /** Connections of one client at once, at most. */
    public int sockets() {
        return switch (this) {
            case RTMP, HTTP_FLV, WS_FLV -> 1;
            case HLS -> 2; // video and audio
            case LL_HLS -> 4; // and playlists that wait
        };
    }

    String scheme(boolean encrypted) {
        return encrypted ? encryptedScheme : scheme;
    }

    boolean isEncrypted(String scheme) {
        return encryptedScheme.equals(scheme);
    }

    /** Where a URL names none. */
    int usualPort(boolean encrypted) {
        return encrypted ? encryptedPort : port;
    }
}
