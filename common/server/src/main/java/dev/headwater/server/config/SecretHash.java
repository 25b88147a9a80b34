package dev.headwater.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A stream key or a token as the configuration holds it: {@code sha256:} and 64 hexadecimal digits, from which nobody finds it.
 *
 * <p>A fast hash is right here and only here because these are long and random ({@code headwater key new} makes 160 bits):
 * nobody tries them all at any speed. A slow hash protects short passwords, and would let everybody who connects make this node
 * work for it (ADR 0016).
 *
 * @param hex 64 lower-case digits
 */
public record SecretHash(String hex) {
    private static final String PREFIX = "sha256:";
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public SecretHash {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "expected sha256: and 64 hexadecimal digits, as headwater key and token print them");
        }
    }

    /** Of the key itself. */
    public static SecretHash of(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return new SecretHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Reads what {@link #toString} writes. */
    static SecretHash parse(String text) {
        return new SecretHash(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "");
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
