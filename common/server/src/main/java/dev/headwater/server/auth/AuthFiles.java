package dev.headwater.server.auth;

import dev.headwater.server.config.AppAuthConfig;
import dev.headwater.server.config.AuthConfig;
import dev.headwater.server.config.KeyEntry;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.SigningSecret;
import dev.headwater.server.config.UserEntry;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The files that the {@code -file} keys of {@code auth} name. Immutable. */
public final class AuthFiles {
    /** Of one file: some hundred thousand keys. */
    private static final long MAX_BYTES = 16 << 20;

    private final TreeSet<Path> paths = new TreeSet<>();

    public AuthFiles(NodeConfig config) {
        var auth = config.auth();
        auth.keysFile().ifPresent(paths::add);
        auth.jwt().keysFile().ifPresent(paths::add);
        auth.usersFile().ifPresent(paths::add);
        auth.signingSecretsFile().ifPresent(paths::add);
        config.apps().values().forEach(app -> app.auth().signingSecretsFile().ifPresent(paths::add));
    }

    /**
     * Reads them all. Blocks.
     *
     * @throws IllegalArgumentException with the file that cannot be read, and why
     */
    public Texts read() {
        var texts = new TreeMap<Path, String>();
        paths.forEach(path -> texts.put(path, read(path)));
        return new Texts(texts);
    }

    private static String read(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new IllegalArgumentException("%s: longer than %d bytes".formatted(path, MAX_BYTES));
            }
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(path + ": no such file", e);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(path + ": not UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** What they say; equal if they say the same. Secret. */
    public record Texts(Map<Path, String> byPath) {
        public Texts {
            byPath = Map.copyOf(byPath);
        }

        /** @throws IllegalArgumentException with the file and line that is wrong, and quotes nothing of it */
        List<KeyEntry> keys(AuthConfig auth) {
            return Stream.concat(
                            auth.keys().stream().flatMap(List::stream),
                            entries(auth.keysFile(), KeyEntry::parse).stream())
                    .toList();
        }

        /** @throws IllegalArgumentException with the file and line that is wrong, and quotes nothing of it */
        public List<SigningSecret> signingSecrets(AppAuthConfig auth) {
            return Stream.concat(
                            auth.signingSecrets().stream().flatMap(List::stream),
                            entries(auth.signingSecretsFile(), SigningSecret::new).stream())
                    .toList();
        }

        /** @throws IllegalArgumentException with the file and line that is wrong, and quotes nothing of it */
        List<UserEntry> users(AuthConfig auth) {
            return Stream.concat(
                            auth.users().stream().flatMap(List::stream),
                            entries(auth.usersFile(), UserEntry::parse).stream())
                    .toList();
        }

        /** What a file says. Secret. */
        String of(Path file) {
            return byPath.getOrDefault(file, "");
        }

        private <T> List<T> entries(Optional<Path> path, Function<String, T> parse) {
            return path.map(file -> entries(file, of(file), parse)).orElse(List.of());
        }

        private static <T> List<T> entries(Path file, String text, Function<String, T> parse) {
            var entries = new ArrayList<T>();
            var lines = text.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                try {
                    entries.add(parse.apply(line));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("%s, line %d: %s".formatted(file, i + 1, e.getMessage()), e);
                }
            }
            return entries;
        }

        @Override
        public String toString() {
            return byPath.keySet().toString();
        }
    }
}
