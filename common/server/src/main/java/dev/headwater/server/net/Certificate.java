package dev.headwater.server.net;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A certificate with its key, as a client may be shown it. Immutable.
 *
 * @param chain the certificate first
 * @param names for which it is, in lower case; a first label {@code *} stands for any one label
 */
record Certificate(List<X509Certificate> chain, PrivateKey key, List<String> names) {
    /** Type of a name in a certificate (RFC 5280, 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private static final byte[] PROBE = {1, 2, 3};

    /** @throws IllegalArgumentException if the key is another one's */
    static Certificate of(List<X509Certificate> chain, PrivateKey key) {
        if (!fits(chain.getFirst().getPublicKey(), key)) {
            throw new IllegalArgumentException("the key is not the certificate's");
        }
        return new Certificate(List.copyOf(chain), key, namesIn(chain.getFirst()));
    }

    private static boolean fits(PublicKey inCertificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(inCertificate);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<String> namesIn(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            var names = new ArrayList<String>();
            if (alternatives != null) {
                for (List<?> name : alternatives) {
                    if (name.getFirst() instanceof Integer type && type == DNS_NAME) {
                        names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
            return List.copyOf(names);
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("the certificate's names cannot be read", e);
        }
    }

    /** @param host in lower case */
    boolean isFor(String host) {
        int dot = host.indexOf('.');
        return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
    }

    /** {@code RSA}, {@code EC} or {@code EdDSA}: what a client must be able to verify. */
    String keyType() {
        return key.getAlgorithm();
    }

    Instant expiry() {
        return chain.getFirst().getNotAfter().toInstant();
    }
}
