package dev.headwater.deploy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** An issuer that signs tokens with one RSA key: RS256. */
record TokenSigner(String keyId, KeyPair pair) {
    static TokenSigner withNewKey(String keyId) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new TokenSigner(keyId, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What an issuer publishes that has the keys of all of them. */
    static String keySet(TokenSigner... signers) {
        var keys = new JsonArray();
        for (TokenSigner signer : signers) {
            keys.add(signer.jwk());
        }
        return new JsonObject().put("keys", keys).encode();
    }

    /** To play live/news. */
    String token() {
        var claims = new JsonObject()
                .put("exp", Instant.now().getEpochSecond() + 600)
                .put("actions", "play")
                .put("streams", "live/news");
        String signed = base64(new JsonObject()
                        .put("alg", "RS256")
                        .put("kid", keyId)
                        .encode()
                        .getBytes(UTF_8))
                + "."
                + base64(claims.encode().getBytes(UTF_8));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject jwk() {
        var key = (RSAPublicKey) pair.getPublic();
        return new JsonObject()
                .put("kty", "RSA")
                .put("alg", "RS256")
                .put("kid", keyId)
                .put("n", base64(unsigned(key.getModulus())))
                .put("e", base64(unsigned(key.getPublicExponent())));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
