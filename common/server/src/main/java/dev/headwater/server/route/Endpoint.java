package dev.headwater.server.route;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.StreamKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The ways to play a stream at a node: one entry each. */
public enum Endpoint {
    RTMP("rtmp", "rtmp", "", NodeRecord::rtmpPort),
    RTMPS("rtmps", "rtmps", "", NodeRecord::rtmpsPort),
    HLS("hls", "http", ".m3u8", NodeRecord::httpPort),
    DASH("dash", "http", ".mpd", NodeRecord::httpPort),
    FLV("flv", "http", ".flv", NodeRecord::httpPort),
    WS("ws", "ws", ".flv", NodeRecord::httpPort);

    private final String wireName;
    private final String scheme;
    private final String suffix;
    private final ToIntFunction<NodeRecord> port;

    Endpoint(String wireName, String scheme, String suffix, ToIntFunction<NodeRecord> port) {
        this.wireName = wireName;
        this.scheme = scheme;
        this.suffix = suffix;
        this.port = port;
    }

    int port(NodeRecord node) {
        return port.applyAsInt(node);
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

    /** Whether the node can be played at in this way. */
    public boolean isAt(NodeRecord node) {
        return port(node) != 0;
    }

    /** The stream at this node, in ASCII. */
    public String url(NodeRecord node, StreamKey key) {
        try {
            return new URI(scheme, null, node.publicHost(), port(node), "/" + key + suffix, null, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "node %s has the public host '%s'".formatted(node.nodeId(), node.publicHost()), e);
        }
    }
}
