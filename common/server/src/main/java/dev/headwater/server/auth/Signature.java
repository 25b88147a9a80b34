package dev.headwater.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.media.StreamKey;
import dev.headwater.server.config.SigningSecret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What makes an address valid for one action, one stream and a time: {@code ?expires=1790000000&sign=<64 hexadecimal digits>}.
 * The digits are the HMAC-SHA256 of these four lines, UTF-8, joined by a line feed without one at the end:
 *
 * <pre>
 * headwater-1
 * publish or play
 * app/name
 * expires, seconds since 1970
 * </pre>
 */
public final class Signature {
    static final String EXPIRES = "expires";
    static final String SIGN = "sign";
    private static final String VERSION = "headwater-1";
    private static final String HMAC = "HmacSHA256";

    private Signature() {}

    /** The query of an address, to put behind its {@code ?}. */
    public static String query(SigningSecret secret, Action action, StreamKey key, long expires) {
        return EXPIRES + "=" + expires + "&" + SIGN + "=" + of(secret, action, key, Long.toString(expires));
    }

    /** @param expires as it stands in the address */
    static boolean isValid(String sign, SigningSecret secret, Action action, StreamKey key, String expires) {
        return MessageDigest.isEqual(of(secret, action, key, expires).getBytes(UTF_8), sign.getBytes(UTF_8));
    }

    static String of(SigningSecret secret, Action action, StreamKey key, String expires) {
        String text = String.join("\n", VERSION, action.word(), key.toString(), expires);
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.text().getBytes(UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
