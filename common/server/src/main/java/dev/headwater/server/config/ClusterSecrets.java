package dev.headwater.server.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What nodes of one cluster share and nobody else knows: {@code cluster.secret} and {@code cluster.secret-file}. */
public final class ClusterSecrets {
    /** Of the file; a secret in use, one that goes and one that comes are a fraction of it. */
    private static final long MAX_BYTES = 8 << 10;

    private ClusterSecrets() {}

    /**
     * The first signs, each is believed; none if there is none. Reads the file, and so may block.
     *
     * @throws ConfigException if there is a file that cannot be read or holds no secret; quotes nothing of it
     */
    public static List<String> read(ClusterConfig cluster) {
        return Stream.concat(
                        cluster.secret().stream().flatMap(List::stream),
                        cluster.secretFile().stream().flatMap(ClusterSecrets::lines))
                .toList();
    }

    private static Stream<String> lines(Path file) {
        var converter = new SecretTextConverter();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw problem(file, "longer than %d bytes".formatted(MAX_BYTES));
            }
            var secrets = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(converter::convert)
                    .toList();
            if (secrets.isEmpty()) {
                throw problem(file, "no secret in it");
            }
            return secrets.stream();
        } catch (NoSuchFileException e) {
            throw problem(file, "no such file");
        } catch (MalformedInputException e) {
            throw problem(file, "not UTF-8");
        } catch (IOException e) {
            throw problem(file, "cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw problem(file, String.valueOf(e.getMessage()));
        }
    }

    private static ConfigException problem(Path file, String what) {
        return new ConfigException("cluster.secret-file=%s: %s".formatted(file, what));
    }
}
