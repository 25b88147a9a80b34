package dev.headwater.server.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.ClientNetwork;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Numbers for what is counted, the same on all nodes: eight bytes of an HMAC, so that nobody can choose two names that are counted
 * as one, and that no client's address travels: of a bare hash the four thousand million of IPv4 are soon tried. Thread-safe.
 */
public final class Counted {
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param secret that the nodes share; empty if there is none */
    public Counted(String secret) {
        key = new SecretKeySpec(("headwater-uses-1\n" + secret).getBytes(UTF_8), HMAC);
    }

    /** One stream, app, address or node, as {@code limit} counts it. */
    long of(Limit limit, StreamKey stream, InetAddress address) {
        return switch (limit) {
            case PLAYERS_PER_STREAM -> ofStream(limit, stream);
            case PLAYERS_PER_APP, PUBLISHERS_PER_APP -> ofApp(limit, stream.app());
            case PLAYERS_PER_ADDRESS, PUBLISHERS_PER_ADDRESS ->
                number(limit.name(), ClientNetwork.of(address).getHostAddress());
            case PLAYERS_PER_NODE, PUBLISHERS_PER_NODE -> ofNode(limit);
            case CONNECTIONS_PER_ADDRESS, CONNECTS_PER_ADDRESS, CONNECTS_PER_NODE, PUBLISH_KBPS, HEAP_PERCENT ->
                throw new IllegalArgumentException(limit + " is no limit of how many");
        };
    }

    long ofStream(Limit limit, StreamKey stream) {
        return number(limit.name(), stream.toString());
    }

    long ofApp(Limit limit, String app) {
        return number(limit.name(), app);
    }

    long ofNode(Limit limit) {
        return number(limit.name(), "");
    }

    long ofPublication(StreamKey stream) {
        return number("PUBLICATION", stream.toString());
    }

    private long number(String what, String whose) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return ByteBuffer.wrap(mac.doFinal((what + '\n' + whose).getBytes(UTF_8)))
                    .getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
