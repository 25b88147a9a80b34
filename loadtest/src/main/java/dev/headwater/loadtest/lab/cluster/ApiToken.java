package dev.headwater.loadtest.lab.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** What opens the API of the lab's nodes, which are other machines to the lab. */
final class ApiToken {
    private static final String TEXT = UUID.randomUUID().toString();

    private ApiToken() {}

    /** For {@code authorization}. */
    static String header() {
        return "Bearer " + TEXT;
    }

    /** For {@code management.tokens}. */
    static String entry() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(TEXT.getBytes(UTF_8));
            return "write sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
