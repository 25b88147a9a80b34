package dev.headwater.server.role;

import java.util.Arrays;
import java.util.Optional;

/** What a client speaks. */
public enum Protocol {
    RTMP("rtmp"),
    HTTP_FLV("http-flv"),
    WS_FLV("ws-flv"),
    HLS("hls");

    private final String wireName;

    Protocol(String wireName) {
        this.wireName = wireName;
    }

    /** As in answers, logs and metrics: {@code http-flv}. */
    public String wireName() {
        return wireName;
    }

    public static Optional<Protocol> named(String wireName) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.wireName.equals(wireName))
                .findFirst();
    }
}
