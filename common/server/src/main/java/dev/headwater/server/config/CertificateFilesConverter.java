package dev.headwater.server.config;

import java.nio.file.Path;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads the paths of a certificate and of its key. */
public final class CertificateFilesConverter implements Converter<CertificateFiles> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable CertificateFiles convert(String text) {
        if (text.isBlank()) {
            return null; // a key without a value is one that is not set
        }
        String[] paths = text.strip().split("\\s+", -1);
        if (paths.length != 2) {
            throw new IllegalArgumentException(
                    "expected the paths of a certificate and its key, as `chain.pem key.pem`");
        }
        return new CertificateFiles(Path.of(paths[0]), Path.of(paths[1]));
    }
}
