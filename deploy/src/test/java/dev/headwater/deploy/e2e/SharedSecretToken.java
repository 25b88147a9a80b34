package dev.headwater.deploy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as an issuer makes them who shares a secret with the nodes: HS256. */
final class SharedSecretToken {
    private SharedSecretToken() {}

    /**
     * @param action {@code publish} or {@code play}
     * @param stream {@code app/name}
     */
    static String of(String secret, String action, String stream, Instant end) {
        var claims = new JsonObject()
                .put("exp", end.getEpochSecond())
                .put("actions", action)
                .put("streams", stream);
        String signed = base64(new JsonObject().put("alg", "HS256").encode().getBytes(UTF_8)) + "."
                + base64(claims.encode().getBytes(UTF_8));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
