package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Tokens (JSON Web Tokens) and the keys that they are signed with. */
@Doc("Tokens and the keys that they are signed with.")
public interface JwtConfig {
    @Doc("The one algorithm that tokens may be signed with.")
    @WithDefault("rs256")
    Algorithm algorithm();

    @Doc(
            "A file with the public keys, as a JSON Web Key Set or as one or more PEM blocks; for `hs256` and its like with the secret."
                    + " It is read again when it changes.")
    Optional<@WithConverter(PathConverter.class) Path> keysFile();

    @Doc("Where the issuer publishes its key set. Not for `hs256` and its like.")
    Optional<@WithConverter(HttpUrlConverter.class) URI> jwksUrl();

    @Doc(
            "How often the key set is fetched; also, at most every five seconds, for a token whose key is not in it, which waits for that.")
    @WithDefault("5m")
    @Range(min = "10s", max = "24h")
    Duration jwksRefresh();

    @Doc(
            "Most tokens that wait for their signatures to be verified; who comes then with one is told that the node cannot now.")
    @WithDefault("10000")
    @Range(min = "1", max = "1000000")
    int maxWaiting();

    @Doc("What the claim `iss` has to be.")
    Optional<@WithConverter(ClaimConverter.class) String> issuer();

    @Doc("What has to be among the claim `aud`.")
    Optional<@WithConverter(ClaimConverter.class) String> audience();

    /** Ways to sign (RFC 7518, 3.1; RFC 8037). */
    enum Algorithm {
        HS256("HS256", "oct"),
        HS384("HS384", "oct"),
        HS512("HS512", "oct"),
        RS256("RS256", "RSA"),
        RS384("RS384", "RSA"),
        RS512("RS512", "RSA"),
        PS256("PS256", "RSA"),
        PS384("PS384", "RSA"),
        PS512("PS512", "RSA"),
        ES256("ES256", "EC"),
        ES384("ES384", "EC"),
        ES512("ES512", "EC"),
        EDDSA("EdDSA", "OKP");

        private final String wireName;
        private final String keyType;

        Algorithm(String wireName, String keyType) {
            this.wireName = wireName;
            this.keyType = keyType;
        }

        /** As {@code alg} says it. */
        public String wireName() {
            return wireName;
        }

        /** As {@code kty} of its keys says it. */
        public String keyType() {
            return keyType;
        }

        /** Whether whoever checks could sign, too. */
        public boolean isSymmetric() {
            return keyType.equals("oct");
        }
    }
}
