package dev.headwater.server.relay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What nodes prove to each other with: a statement, signed with a secret that the cluster shares, good for half a minute
 * (HMAC-SHA256, RFC 2104). Who hears one may repeat it until it expires, and can make no other. Without a secret everything is
 * granted: such a node listens to its own machine only ({@code cluster.secret}). Thread-safe.
 */
public final class RelayGrants {
    /** How long a grant is good for. */
    static final Duration LIFE = Duration.ofSeconds(30);

    /** How far the cluster's clock may be apart as two nodes have it, however their machines' are: the time that it takes to tell it. */
    static final Duration LEEWAY = Duration.ofSeconds(10);

    /** Of a version of ours: another one that means other statements signs with another. */
    private static final String DOMAIN = "headwater relay grant 1";

    private static final String ALGORITHM = "HmacSHA256";

    /** {@code <expiry, seconds since 1970>.<signature>}. */
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,10})\\.([A-Za-z0-9_-]{43})");

    private final List<SecretKeySpec> keys;
    private final InstantSource clock;

    /** What a grant is worth. */
    public enum Worth {
        GOOD,
        /** There is none. */
        MISSING,
        /** It is not of a node that shares the secret, or it is for something else. */
        BAD,
        /** It was good, or will be: or a clock is wrong. */
        EXPIRED
    }

    /**
     * @param secrets the first signs, each is believed; none: everything is granted
     * @param clock the same at all nodes, so not their machines'
     */
    public RelayGrants(List<String> secrets, InstantSource clock) {
        this.keys = secrets.stream()
                .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList();
        this.clock = clock;
    }

    /** Whether grants are asked for. */
    public boolean areRequired() {
        return !keys.isEmpty();
    }

    /** A grant of what {@code statement} says, in characters that need no escape in a URL; empty without a secret. */
    public String sign(String... statement) {
        if (keys.isEmpty()) {
            return "";
        }
        long expiry = clock.instant().plus(LIFE).getEpochSecond();
        return expiry + "." + signature(keys.getFirst(), expiry, statement);
    }

    /** @param grant as a peer sent it; empty if it sent none */
    public Worth check(String grant, String... statement) {
        if (keys.isEmpty()) {
            return Worth.GOOD;
        }
        if (grant.isEmpty()) {
            return Worth.MISSING;
        }
        var form = FORM.matcher(grant);
        if (!form.matches()) {
            return Worth.BAD;
        }
        long expiry = Long.parseLong(form.group(1));
        byte[] signature = form.group(2).getBytes(StandardCharsets.US_ASCII);
        boolean signed = false;
        for (var key : keys) {
            signed |= MessageDigest.isEqual(
                    signature, signature(key, expiry, statement).getBytes(StandardCharsets.US_ASCII));
        }
        if (!signed) {
            return Worth.BAD;
        }
        long left = expiry - clock.instant().getEpochSecond();
        return left < -LEEWAY.toSeconds() || left > LIFE.plus(LEEWAY).toSeconds() ? Worth.EXPIRED : Worth.GOOD;
    }

    private static String signature(SecretKeySpec key, long expiry, String... statement) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            add(mac, DOMAIN);
            add(mac, Long.toString(expiry));
            for (String part : statement) {
                add(mac, part);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** With its length, so that no two statements are one row of bytes. */
    private static void add(Mac mac, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        mac.update(bytes);
    }
}
