package dev.headwater.loadtest.lab.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A clock of a process' own that is not the machine's: libfaketime, through which the process reads the time of day. A file says how
 * far ahead it is, and is read again each second. What the process measures spans of time by is left alone.
 */
public final class FakeClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "faketime/libfaketime.so.1";

    private final Path file;

    private FakeClock(Path file) {
        this.file = file;
    }

    /** The clock of the node of that name; so far the machine's. */
    public static FakeClock of(String node) {
        return new FakeClock(Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("headwater-clock-%d-%s"
                        .formatted(ProcessHandle.current().pid(), node)));
    }

    /** What is to be installed, if it is. */
    public static Optional<String> missing() {
        return library().isPresent()
                ? Optional.empty()
                : Optional.of("this machine has no libfaketime: install the package libfaketime");
    }

    /** Debian has a folder for each architecture. */
    private static Optional<Path> library() {
        try (Stream<Path> folders = Files.list(LIBRARIES)) {
            return Stream.concat(Stream.of(LIBRARIES), folders)
                    .map(folder -> folder.resolve(LIBRARY))
                    .filter(Files::isReadable)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program that starts another one with this clock. */
    public List<String> command() {
        return List.of(
                "env",
                "LD_PRELOAD=" + library().map(Path::toString).orElse(""),
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                "FAKETIME_FORCE_MONOTONIC_FIX=0", // made for an old libc: with it the JVM's waits end at once, or never
                "FAKETIME_CACHE_DURATION=1",
                "FAKETIME_TIMESTAMP_FILE=" + file);
    }

    /**
     * Sets it; a running process sees a step within a second or two.
     *
     * @param ahead of the machine's; negative: behind it
     */
    public void set(Duration ahead) {
        try {
            var next = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".next"), "%+d%n".formatted(ahead.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            file.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set a clock", e);
        }
    }
}
