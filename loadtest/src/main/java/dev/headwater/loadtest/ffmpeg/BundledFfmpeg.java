package dev.headwater.loadtest.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The ffmpeg in the distribution's {@code lib/demo}: a jar of the bytedeco presets, of which we want the program and
 * the libraries beside it, not the Java bindings.
 */
final class BundledFfmpeg {
    private BundledFfmpeg() {}

    /** Unpacks it into {@code folder}, unless that was done before. Empty if {@code jars} holds none. */
    static Optional<Path> unpacked(Path jars, Path folder) throws IOException {
        if (!Files.isDirectory(jars)) {
            return Optional.empty();
        }
        try (var files = Files.newDirectoryStream(jars, "ffmpeg-*.jar")) {
            var jar = files.iterator();
            return jar.hasNext() ? Optional.of(unpack(jar.next(), folder)) : Optional.empty();
        }
    }

    private static Path unpack(Path jar, Path folder) throws IOException {
        String name = jar.getFileName().toString().replace(".jar", "");
        var target = folder.resolve(name);
        if (Files.notExists(target)) {
            var unfinished = Files.createTempDirectory(Files.createDirectories(folder), name);
            try (var zip = new ZipFile(jar.toFile())) {
                for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                    unpackProgram(zip, entries.nextElement(), unfinished);
                }
            }
            Files.move(unfinished, target);
        }
        return target.resolve("ffmpeg");
    }

    private static void unpackProgram(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        var path = entry.getName();
        var name = path.substring(path.lastIndexOf('/') + 1);
        boolean wanted =
                name.equals("ffmpeg") || name.matches("lib[a-z-]+\\.(so|[0-9]).*|lib.*\\.dylib|.*\\.(dll|exe)");
        if (path.startsWith("org/bytedeco/ffmpeg/") && wanted && !name.startsWith("libjni")) {
            var file = folder.resolve(name);
            try (var content = zip.getInputStream(entry)) {
                Files.copy(content, file);
            }
            if (!file.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + file + " executable");
            }
        }
    }
}
