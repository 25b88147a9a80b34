package dev.headwater.server.hls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SegmentKeysTest {
    private static final StreamKey STREAM = new StreamKey("live", "one");

    private static SegmentKeys keys(String secret) {
        return new SegmentKeys(secret.getBytes(UTF_8));
    }

    @Test
    void allWhoHaveTheSecretHaveTheSameKeys() {
        assertThat(keys("secret").key(STREAM, 7))
                .hasSize(16)
                .isEqualTo(keys("secret").key(STREAM, 7));
    }

    @Test
    void eachSecretStreamAndNumberHasAKeyOfItsOwn() {
        byte[] key = keys("secret").key(STREAM, 7);
        assertThat(keys("other").key(STREAM, 7)).isNotEqualTo(key);
        assertThat(keys("secret").key(new StreamKey("live", "two"), 7)).isNotEqualTo(key);
        assertThat(keys("secret").key(STREAM, 8)).isNotEqualTo(key);
    }

    @Test
    void aSegmentIsDecryptedWithItsNumberAsTheVector() throws GeneralSecurityException { // RFC 8216, 5.2
        byte[] key = keys("secret").key(STREAM, 7);
        byte[] plain = "a segment".getBytes(UTF_8);
        var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new IvParameterSpec(HexFormat.of().parseHex("0000000000000000000000000000012c")));
        assertThat(cipher.doFinal(SegmentKeys.encrypt(key, 300, plain))).isEqualTo(plain);
    }
}
