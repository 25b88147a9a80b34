package dev.headwater.server.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Numbers for what is counted, the same on all nodes: eight bytes of a hash, so that nobody can choose two names that are counted
 * as one, and that no client's address travels.
 */
final class Counted {
    private Counted() {}

    static long as(String what, String whose) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest((what + '\n' + whose).getBytes(UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
