package dev.headwater.server.route;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.StreamKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;

/** The ways to play a stream at a node: one entry each. */
public enum Endpoint {
    RTMP("rtmp", "") {
        @Override
        int port(NodeRecord node) {
            return node.rtmpPort();
        }
    },
    RTMPS("rtmps", "") {
        @Override
        int port(NodeRecord node) {
            return node.rtmpsPort();
        }
    };

    private final String scheme;
    private final String suffix;

    Endpoint(String scheme, String suffix) {
        this.scheme = scheme;
        this.suffix = suffix;
    }

    abstract int port(NodeRecord node);

    /** As in URLs and answers: {@code rtmp}. */
    public String wireName() {
        return scheme;
    }

    public static Optional<Endpoint> named(String name) {
        return Arrays.stream(values())
                .filter(endpoint -> endpoint.scheme.equals(name))
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
