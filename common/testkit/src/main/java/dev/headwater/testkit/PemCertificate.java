package dev.headwater.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for a day, and its key, as an operator has them.
 *
 * @param chain PEM
 * @param key PEM, PKCS#8
 */
public record PemCertificate(Path chain, Path key, X509Certificate certificate) {
    private static final String PASSWORD = "changeit";
    private static final int LINE = 64;

    /**
     * Makes one with the JDK's own tool.
     *
     * @param name of the files
     * @param keyType {@code EC} or {@code RSA}
     * @param hosts that it is for
     */
    public static PemCertificate make(Path folder, String name, String keyType, String... hosts) {
        var store = folder.resolve(name + ".p12");
        try {
            Files.deleteIfExists(store);
            run(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-J-XX:TieredStopAtLevel=1",
                    "-genkeypair",
                    "-keystore",
                    store.toString(),
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-alias",
                    "it",
                    "-keyalg",
                    keyType,
                    "-keysize",
                    keyType.equals("RSA") ? "2048" : "256",
                    "-validity",
                    "1",
                    "-dname",
                    "CN=" + hosts[0],
                    "-ext",
                    "san=dns:" + String.join(",dns:", hosts)));
            var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            var certificate = (X509Certificate) keys.getCertificate("it");
            return new PemCertificate(
                    write(folder.resolve(name + ".pem"), "CERTIFICATE", certificate.getEncoded()),
                    write(
                            folder.resolve(name + ".key"),
                            "PRIVATE KEY",
                            keys.getKey("it", PASSWORD.toCharArray()).getEncoded()),
                    certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path write(Path file, String what, byte[] content) throws IOException {
        var encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
        return Files.writeString(
                file,
                "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, encoder.encodeToString(content), what));
    }

    /** For clients that trust it and nothing else. */
    public SSLContext trusting() {
        try {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("it", certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@code tls.certificates} names it. */
    @Override
    public String toString() {
        return chain + " " + key;
    }
}
