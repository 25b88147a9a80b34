package dev.headwater.server.auth;

import dev.headwater.server.config.JwtConfig;
import dev.headwater.server.config.JwtConfig.Algorithm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keys that tokens are checked with, all for the one algorithm: a key that says another, or is of another type, is left out, so
 * that no token can choose how it is checked. Immutable.
 */
final class TokenKeys {
    private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----");
    private static final int SHORTEST_SECRET = 32;
    private static final int MOST = 32;

    private final JWTAuth auth;
    private final int size;

    private TokenKeys(Vertx vertx, JwtConfig config, JWTAuthOptions keys, int size) {
        if (size == 0 || size > MOST) {
            // without any, the library would take tokens that nobody signed
            throw new IllegalArgumentException("there are %d keys for auth.jwt.algorithm=%s, expected 1 to %d"
                    .formatted(size, config.algorithm().wireName(), MOST));
        }
        var options = new JWTOptions().setIgnoreExpiration(true); // TokenRule looks at times, and tells why
        config.issuer().ifPresent(options::setIssuer);
        config.audience().ifPresent(options::addAudience);
        auth = JWTAuth.create(vertx, keys.setJWTOptions(options));
        this.size = size;
    }

    /**
     * @param text a key set, PEM blocks or a secret
     * @throws IllegalArgumentException if there is no key in it that fits; quotes nothing of it
     */
    static TokenKeys parse(Vertx vertx, JwtConfig config, String text) {
        String content = text.strip();
        if (content.startsWith("{")) {
            return ofSet(vertx, config, content);
        }
        return config.algorithm().isSymmetric() ? ofSecret(vertx, config, content) : ofPem(vertx, config, content);
    }

    /** @throws IllegalArgumentException as {@link #parse} */
    static TokenKeys ofSet(Vertx vertx, JwtConfig config, String text) {
        var fitting = new ArrayList<JsonObject>();
        for (Object key : keys(text)) {
            if (key instanceof JsonObject jwk && fits(jwk, config.algorithm())) {
                fitting.add(jwk.copy().put("alg", config.algorithm().wireName()));
            }
        }
        return new TokenKeys(vertx, config, new JWTAuthOptions().setJwks(fitting), fitting.size());
    }

    private static JsonArray keys(String text) {
        try {
            var keys = new JsonObject(text).getJsonArray("keys");
            return keys == null ? new JsonArray() : keys;
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException("not a JSON Web Key Set", e);
        }
    }

    private static boolean fits(JsonObject jwk, Algorithm algorithm) {
        return algorithm.keyType().equals(jwk.getValue("kty"))
                && algorithm.wireName().equals(jwk.getValue("alg", algorithm.wireName()))
                && "sig".equals(jwk.getValue("use", "sig"));
    }

    private static TokenKeys ofPem(Vertx vertx, JwtConfig config, String text) {
        var keys = new ArrayList<PubSecKeyOptions>();
        PEM.matcher(text).results().forEach(block -> keys.add(key(config).setBuffer(block.group())));
        try {
            return new TokenKeys(vertx, config, new JWTAuthOptions().setPubSecKeys(keys), keys.size());
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "no public key in PEM for " + config.algorithm().wireName(), e);
        }
    }

    private static TokenKeys ofSecret(Vertx vertx, JwtConfig config, String secret) {
        if (secret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("expected a secret of %d characters or more".formatted(SHORTEST_SECRET));
        }
        var keys = List.of(key(config).setBuffer(secret));
        return new TokenKeys(vertx, config, new JWTAuthOptions().setPubSecKeys(keys), 1);
    }

    private static PubSecKeyOptions key(JwtConfig config) {
        return new PubSecKeyOptions().setAlgorithm(config.algorithm().wireName());
    }

    int size() {
        return size;
    }

    /** Fails if the token is not signed by one of them, or for somebody else. Its times are not looked at. Blocks the caller. */
    Future<User> verify(String token) {
        return auth.authenticate(new TokenCredentials(token));
    }
}
