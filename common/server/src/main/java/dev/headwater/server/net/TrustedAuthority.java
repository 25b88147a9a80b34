package dev.headwater.server.net;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Believes whoever shows a certificate that is signed as a file says, which may change at any time: handshakes from then on are held
 * against the new one, and connections that there are notice nothing. Thread-safe, but for {@link #refresh}.
 */
public final class TrustedAuthority extends X509ExtendedTrustManager {
    /** Of the file: some hundred certificates. */
    private static final long MAX_BYTES = 1 << 20;

    private final Vertx vertx;
    private final Path file;
    private volatile @Nullable Believed now;

    private record Believed(Buffer text, X509ExtendedTrustManager manager) {}

    /** @param file PEM */
    public TrustedAuthority(Vertx vertx, Path file) {
        this.vertx = vertx;
        this.file = file;
    }

    /**
     * Holds handshakes against what the file says now. Blocks; from one thread at a time.
     *
     * @return whether it says something else than before
     * @throws IllegalArgumentException if it cannot be used, and why; what held before goes on to
     */
    public boolean refresh() {
        var text = read();
        var before = now;
        if (before != null && before.text().equals(text)) {
            return false;
        }
        now = new Believed(text, manager(text));
        return true;
    }

    private Buffer read() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException("%s: longer than %d bytes".formatted(file, MAX_BYTES));
            }
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e, e);
        }
    }

    private X509ExtendedTrustManager manager(Buffer text) {
        try {
            for (var manager : new PemTrustOptions()
                    .addCertValue(text)
                    .getTrustManagerFactory(vertx)
                    .getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager found && found.getAcceptedIssuers().length > 0) {
                    return found;
                }
            }
        } catch (Exception e) {
            throw new IllegalArgumentException(file + ": not certificates in PEM", e);
        }
        throw new IllegalArgumentException(file + ": no certificate in it");
    }

    private X509ExtendedTrustManager manager() throws CertificateException {
        var believed = now;
        if (believed == null) {
            throw new CertificateException(file + " has not been read");
        }
        return believed.manager();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        manager().checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        manager().checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        manager().checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        manager().checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        manager().checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        manager().checkServerTrusted(chain, authType);
    }

    /** A server names them to its clients. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        var believed = now;
        return believed == null ? new X509Certificate[0] : believed.manager().getAcceptedIssuers();
    }
}
