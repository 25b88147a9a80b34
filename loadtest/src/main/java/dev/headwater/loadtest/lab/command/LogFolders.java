package dev.headwater.loadtest.lab.command;

import dev.headwater.loadtest.lab.result.Outcome;
import dev.headwater.loadtest.lab.result.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** The folder of the nodes' logs, with one in it for each round. Where nobody named it, those of rounds that passed are removed. */
final class LogFolders implements AutoCloseable {
    private final Path path;
    private final boolean temporary;

    private LogFolders(Path path, boolean temporary) {
        this.path = path.toAbsolutePath();
        this.temporary = temporary;
    }

    /** All of them stay. */
    static LogFolders kept(Path folder) throws IOException {
        return new LogFolders(Files.createDirectories(folder), false);
    }

    static LogFolders temporary() throws IOException {
        return new LogFolders(Files.createTempDirectory("headwater-lab-"), true);
    }

    Path path() {
        return path;
    }

    /** @return the round, which knows of no logs if they are gone */
    Round after(Round round) {
        if (!temporary || round.outcome() != Outcome.PASSED) {
            return round;
        }
        try {
            remove(Path.of(round.logs()));
            return round.withoutLogs();
        } catch (IOException stays) {
            return round;
        }
    }

    static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The folder goes if no round's is left in it. */
    @Override
    public void close() {
        if (temporary) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException hasSome) {
                // and the tables have named them
            }
        }
    }
}
