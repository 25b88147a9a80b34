package dev.headwater.server.hls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.media.StreamKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that segments are encrypted with (AES-128, RFC 8216, 5.2). They follow from a secret that all nodes have, so all have the
 * same. Thread-safe.
 */
public final class SegmentKeys {
    static final int KEY_BYTES = 16;
    private static final String PURPOSE = "hls segment key";
    private static final String MAC = "HmacSHA256";

    private final byte[] secret;

    /** @param secret of the cluster */
    public SegmentKeys(byte[] secret) {
        this.secret = secret.clone();
    }

    /** The key that a playlist names by this number. */
    byte[] key(StreamKey stream, long number) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            mac.update(PURPOSE.getBytes(UTF_8));
            mac.update(stream.toString().getBytes(UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(number).array()), KEY_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    /** A segment, encrypted with its number as the initialisation vector. */
    static byte[] encrypt(byte[] key, long segment, byte[] plain) {
        try {
            var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            byte[] vector =
                    ByteBuffer.allocate(KEY_BYTES).putLong(0).putLong(segment).array();
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }
}
