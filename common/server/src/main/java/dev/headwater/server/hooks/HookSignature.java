package dev.headwater.server.hooks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.server.config.SigningSecret;
import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By what the other side knows that a call is ours, and not an old one: the HMAC-SHA256 of the seconds since 1970, a dot, and the
 * body; of a GET, its query.
 */
final class HookSignature {
    static final String TIMESTAMP = "Headwater-Timestamp";
    static final String SIGNATURE = "Headwater-Signature";
    private static final String HMAC = "HmacSHA256";

    private HookSignature() {}

    /** 64 hexadecimal digits. */
    static String of(SigningSecret secret, String timestamp, Buffer body) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.text().getBytes(UTF_8), HMAC));
            mac.update((timestamp + ".").getBytes(US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
