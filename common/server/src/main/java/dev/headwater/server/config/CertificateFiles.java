package dev.headwater.server.config;

import java.nio.file.Path;

/**
 * A certificate and its key, each in a file.
 *
 * @param chain PEM: the certificate, and behind it those that lead to its root
 * @param key PEM, without a password: PKCS#8, or an RSA or EC key of its own
 */
public record CertificateFiles(Path chain, Path key) {
    /** Both files. */
    @Override
    public String toString() {
        return chain + " " + key;
    }
}
