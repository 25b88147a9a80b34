package dev.headwater.loadtest.client;

import java.util.Arrays;
import java.util.Optional;

/** How a stream is played, or published: its URL says it by the scheme, and with HTTP by the end of the path. */
public enum Protocol {
    RTMP("rtmp", "rtmps", "", 1935, 443),
    HTTP_FLV("http", "https", ".flv", 80, 443),
    WS_FLV("ws", "wss", ".flv", 80, 443);

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
