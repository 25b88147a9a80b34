package dev.headwater.server.hls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.media.StreamKey;
import dev.headwater.server.http.HttpAttempt;
import io.vertx.core.http.HttpServerRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names of sessions. Whoever has the secret made them and knows them again, so a name that a client makes up is none. That
 * does not bound how many a client is given: {@code limits.players-per-address} does. A name is for one stream: half of it is a seed, half
 * the proof. Thread-safe.
 */
public final class SessionNames {
    private static final int SEED_BYTES = 8;
    private static final int PROOF_BYTES = 8;
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{" + 2 * (SEED_BYTES + PROOF_BYTES) + "}");
    private static final String PURPOSE = "hls session";
    private static final String MAC = "HmacSHA256";

    private final byte[] secret;
    private final SecureRandom random = new SecureRandom();

    /** @param secret of the cluster: its nodes know each other's names */
    public SessionNames(byte[] secret) {
        this.secret = secret.clone();
    }

    /** One that nobody had. */
    String next(StreamKey asked) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return name(seed, asked);
    }

    /**
     * That of who shows none of ours: it follows from his address, his program and what he asks for.
     *
     * @param query without what is for us
     */
    String derived(StreamKey asked, HttpServerRequest request, String query) {
        String what = String.join(
                "\n", request.remoteAddress().hostAddress(), HttpAttempt.software(request), asked.toString(), query);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(what.getBytes(UTF_8));
            return name(Arrays.copyOf(digest, SEED_BYTES), asked);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether one of our nodes gave this name to a player of the stream. */
    boolean isOurs(String name, StreamKey asked) {
        if (!NAME.matcher(name).matches()) {
            return false;
        }
        byte[] bytes = HexFormat.of().parseHex(name);
        byte[] proof = Arrays.copyOfRange(bytes, SEED_BYTES, bytes.length);
        return MessageDigest.isEqual(proof, proof(Arrays.copyOf(bytes, SEED_BYTES), asked));
    }

    private String name(byte[] seed, StreamKey asked) {
        return HexFormat.of().formatHex(seed) + HexFormat.of().formatHex(proof(seed, asked));
    }

    private byte[] proof(byte[] seed, StreamKey asked) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            mac.update(PURPOSE.getBytes(UTF_8));
            mac.update(seed);
            return Arrays.copyOf(mac.doFinal(asked.toString().getBytes(UTF_8)), PROOF_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }
}
