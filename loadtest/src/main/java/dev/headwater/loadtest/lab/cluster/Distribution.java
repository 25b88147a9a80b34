package dev.headwater.loadtest.lab.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An unpacked distribution of another version than the lab's own. */
public record Distribution(Path folder) {
    /** @throws IllegalArgumentException if there is none in the folder */
    public Distribution {
        folder = folder.toAbsolutePath();
        if (!Files.isExecutable(launcher(folder))) {
            throw new IllegalArgumentException(
                    "%s is no distribution: it has no program bin/headwater".formatted(folder));
        }
    }

    private static Path launcher(Path folder) {
        return folder.resolve("bin").resolve("headwater");
    }

    /** What starts it in a JVM with {@code flags}, on the lab's own Java. The words of a command are to be added. */
    List<String> command(List<String> flags) {
        return List.of(
                "env",
                "HEADWATER_JAVA=" + System.getProperty("java.home"),
                "HEADWATER_JAVA_OPTS=" + String.join(" ", flags),
                launcher(folder).toString());
    }

    /** Whether a process with that command line is of it. */
    boolean isIn(String commandLine) {
        return commandLine.contains(folder.toString());
    }
}
