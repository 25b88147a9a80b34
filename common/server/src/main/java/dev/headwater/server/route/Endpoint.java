package dev.headwater.server.route;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.server.net.HostPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;

/** The ways to play a stream at a node: one entry each. Those by HTTP are within TLS for who asks within TLS. */
public enum Endpoint {
    RTMP("rtmp", "rtmp", ""),
    RTMPS("rtmps", "rtmps", ""),
    HLS("hls", "http", ".m3u8"),
    DASH("dash", "http", ".mpd"),
    FLV("flv", "http", ".flv"),
    WS("ws", "ws", ".flv");

    private final String wireName;
    private final String scheme;
    private final String suffix;

    Endpoint(String wireName, String scheme, String suffix) {
        this.wireName = wireName;
        this.scheme = scheme;
        this.suffix = suffix;
    }

    int port(NodeRecord node, boolean withinTls) {
        return switch (this) {
            case RTMP -> node.ports().rtmp();
            case RTMPS -> node.ports().rtmps();
            case HLS, DASH, FLV, WS ->
                withinTls ? node.ports().https() : node.ports().http();
        };
    }

    /** As in questions and answers: {@code rtmp}. */
    public String wireName() {
        return wireName;
    }

    public static Optional<Endpoint> named(String name) {
        return Arrays.stream(values())
                .filter(endpoint -> endpoint.wireName.equals(name))
                .findFirst();
    }

    /** Whether the node takes players in this way now. */
    public boolean isAt(NodeRecord node, boolean withinTls) {
        var refusals = node.refusals();
        boolean refused = switch (this) {
            case RTMP, RTMPS -> refusals.rtmp();
            case HLS, DASH -> refusals.http() || refusals.hls();
            case FLV, WS -> refusals.http();
        };
        return port(node, withinTls) != 0 && !refused;
    }

    /** The stream at this node, in ASCII. */
    public String url(NodeRecord node, StreamKey key, boolean withinTls) {
        String path;
        try {
            path = new URI(null, null, "/" + key + suffix, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("%s is in no URL".formatted(key), e);
        }
        // URI itself takes no host with an underscore, as machines and containers may have
        return scheme(withinTls) + "://" + HostPort.text(node.hosts().clients(), port(node, withinTls)) + path;
    }

    private String scheme(boolean withinTls) {
        return switch (this) {
            case RTMP, RTMPS -> scheme;
            case HLS, DASH, FLV, WS -> withinTls ? scheme + "s" : scheme;
        };
    }
}
