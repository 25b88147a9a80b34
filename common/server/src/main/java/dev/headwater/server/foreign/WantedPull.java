package dev.headwater.server.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.media.StreamKey;
import dev.headwater.server.config.PullRelay;
import dev.headwater.server.config.RelayUrl;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pull that a callback wants, as a relay and as nodes tell each other of it. It is pulled for as long as they do. */
final class WantedPull {
    private static final Logger LOG = LoggerFactory.getLogger(WantedPull.class);
    private static final String STREAM = "stream";
    private static final String URL = "url";
    private static final String ADDRESS = "address";
    private static final int NAME_BYTES = 16;
    private static final String PREFIX = "callback-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9a-f]{" + 2 * NAME_BYTES + "}");

    private WantedPull() {}

    /** One and the same name for a stream at all nodes, so that one of them pulls it. */
    static PullRelay of(StreamKey stream, RelayUrl from) {
        return new PullRelay(PREFIX + hash(stream.toString()), stream, true, from);
    }

    /** Whether a relay of that name is one. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** With the address, which was looked at where the callback was asked. Secret. */
    static JsonObject write(PullRelay relay) {
        var json = new JsonObject()
                .put(STREAM, relay.stream().toString())
                .put(URL, relay.url().text());
        relay.url().address().ifPresent(address -> json.put(ADDRESS, address.getHostAddress()));
        return json;
    }

    /** Empty if it is none: a node of another version may have written it. */
    static Optional<PullRelay> read(JsonObject json) {
        try {
            var stream = StreamKey.ofText(json.getString(STREAM, ""));
            var url = RelayUrl.parse(json.getString(URL, "")).at(InetAddress.ofLiteral(json.getString(ADDRESS, "")));
            return Optional.of(of(stream, url));
        } catch (IllegalArgumentException | ClassCastException e) {
            LOG.warn(
                    "a pull that a callback wants at another node is not understood"); // the message may quote its keys
            return Optional.empty();
        }
    }
}
