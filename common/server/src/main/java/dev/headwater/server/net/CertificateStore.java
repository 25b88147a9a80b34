package dev.headwater.server.net;

import dev.headwater.server.config.CertificateFiles;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/** The files of the certificates, and what of them is served. Methods block; from one thread at a time. */
public final class CertificateStore {
    /** Of one file: a long chain is some ten thousand bytes. */
    private static final long MAX_BYTES = 1 << 20;

    private static final List<String> KEY_TYPES = List.of("EC", "RSA", "EdDSA");

    private final Vertx vertx;
    private volatile List<CertificateFiles> files;
    private final ServedCertificates served = new ServedCertificates();
    private List<CertificateFiles> readFrom = List.of();
    private Map<Path, Buffer> read = Map.of();

    public CertificateStore(Vertx vertx, List<CertificateFiles> files) {
        this.vertx = vertx;
        this.files = List.copyOf(files);
    }

    /** What to give to the ports. */
    public ServedCertificates served() {
        return served;
    }

    /** From the next refresh on they are read from there. Any thread. */
    public void read(List<CertificateFiles> now) {
        files = List.copyOf(now);
    }

    /**
     * Serves what the files say now, if that is something else than before.
     *
     * @return whether it was
     * @throws IllegalArgumentException with the file that cannot be used, and why; what was served goes on to be
     */
    public boolean refresh() {
        var wanted = files;
        var texts = new LinkedHashMap<Path, Buffer>();
        wanted.stream()
                .flatMap(each -> Stream.of(each.chain(), each.key()))
                .forEach(path -> texts.put(path, text(path)));
        if (wanted.equals(readFrom) && texts.equals(read)) {
            return false;
        }
        var certificates = new ArrayList<Certificate>();
        for (CertificateFiles each : wanted) {
            certificates.add(certificate(each, text(texts, each.chain()), text(texts, each.key())));
        }
        served.use(certificates);
        readFrom = wanted;
        read = texts;
        return true;
    }

    private static Buffer text(Map<Path, Buffer> texts, Path path) {
        return Optional.ofNullable(texts.get(path)).orElseThrow();
    }

    private static Buffer text(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new IllegalArgumentException("%s: longer than %d bytes".formatted(path, MAX_BYTES));
            }
            return Buffer.buffer(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(path + ": no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Vert.x knows the forms of keys in PEM. Its messages may quote them, and so are not told. */
    private Certificate certificate(CertificateFiles from, Buffer chain, Buffer key) {
        X509KeyManager keys;
        try {
            var options = new PemKeyCertOptions().addCertValue(chain).addKeyValue(key);
            keys = (X509KeyManager) options.getKeyManagerFactory(vertx).getKeyManagers()[0];
        } catch (Exception e) {
            throw new IllegalArgumentException(from + ": not a certificate and its key in PEM");
        }
        for (String type : KEY_TYPES) {
            String[] aliases = keys.getServerAliases(type, null);
            if (aliases != null) {
                var certificates = List.of(keys.getCertificateChain(aliases[0]));
                var privateKey = keys.getPrivateKey(aliases[0]);
                try {
                    return Certificate.of(certificates, privateKey);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(from + ": " + e.getMessage(), e);
                }
            }
        }
        throw new IllegalArgumentException(from + ": the key is none of " + String.join(", ", KEY_TYPES));
    }
}
