package dev.headwater.server.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows each client the certificate of the name that it asks for (SNI, RFC 6066, 3), else the first. The certificates may be
 * replaced at any time: handshakes from then on show the new ones, and connections that there are notice nothing. One TLS
 * context serves all names and keeps nothing of those that clients ask for. As a client, it shows the first that the server
 * can verify. Thread-safe.
 */
public final class ServedCertificates extends X509ExtendedKeyManager {
    private static final String BETWEEN = ":";

    private volatile Generation now = new Generation(0, List.of());
    /** A handshake that began before the last change asks for its key by the alias of that time. */
    private volatile Generation before = now;

    private record Generation(long number, List<Certificate> certificates) {
        String alias(int index) {
            return number + BETWEEN + index;
        }
    }

    /** From one thread at a time. */
    void use(List<Certificate> certificates) {
        var replaced = now;
        before = replaced;
        now = new Generation(replaced.number + 1, List.copyOf(certificates));
    }

    /** When the first of them ends; empty without any. */
    public Optional<Instant> expiry() {
        return now.certificates.stream().map(Certificate::expiry).min(Instant::compareTo);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        var generation = now;
        String host = engine == null ? "" : hostAskedFor(engine);
        boolean named = generation.certificates.stream().anyMatch(each -> each.isFor(host));
        for (int i = 0; i < generation.certificates.size(); i++) {
            var each = generation.certificates.get(i);
            if (each.keyType().equals(keyType) && (named ? each.isFor(host) : isDefault(generation, each))) {
                return generation.alias(i);
            }
        }
        return null;
    }

    /** The first, and others for the same names with a key of another type. */
    private static boolean isDefault(Generation generation, Certificate each) {
        return each.names().equals(generation.certificates.getFirst().names());
    }

    private static String hostAskedFor(SSLEngine engine) {
        return engine.getHandshakeSession() instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
                        .findFirst()
                        .orElse("")
                : "";
    }

    private @Nullable Certificate find(String alias) {
        for (var generation : List.of(now, before)) {
            for (int i = 0; i < generation.certificates.size(); i++) {
                if (generation.alias(i).equals(alias)) {
                    return generation.certificates.get(i);
                }
            }
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        var found = find(alias);
        return found == null ? null : found.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        var found = find(alias);
        return found == null ? null : found.key();
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        var generation = now;
        for (int i = 0; i < generation.certificates.size(); i++) {
            if (List.of(keyTypes).contains(generation.certificates.get(i).keyType())) {
                return generation.alias(i);
            }
        }
        return null;
    }

    // ---- what one with an engine is not asked --------------------------------------------------------------

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
