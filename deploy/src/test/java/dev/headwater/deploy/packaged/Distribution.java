package dev.headwater.deploy.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What users unpack: the tarball of {@code -Pdist}, else the folder that it would be made of. */
final class Distribution {
    private static final Path FOLDER = Path.of("target", "headwater");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Distribution() {}

    /** Unpacks it under {@code folder}, for every user to read. */
    static Path unpackedIn(Path folder) throws IOException {
        openToAll(folder);
        var home = Files.createDirectory(folder.resolve("headwater"));
        var tarball = System.getProperty(TarballTest.TARBALL);
        if (tarball == null) {
            assertThat(FOLDER.resolve("bin")).as("made by: ./mvnw package").isDirectory();
            run("cp", "-a", FOLDER + "/.", home.toString());
        } else {
            run("tar", "-xzf", tarball, "--strip-components=1", "-C", home.toString());
        }
        run(
                "rm",
                "-rf",
                home.resolve("lib/demo").toString(),
                home.resolve("headwater.aot").toString());
        run("chmod", "-R", "a+rX", home.toString());
        return home;
    }

    /** Lets other users look into a folder of JUnit's. */
    static void openToAll(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs {@code command} to its end, with the JDK of this test for the launcher. */
    static void run(String... command) {
        var line = new ArrayList<>(List.of("env", "HEADWATER_JAVA=" + System.getProperty("java.home")));
        line.addAll(List.of(command));
        try (var program = RunningProgram.start(line)) {
            program.awaitSuccess(PATIENCE);
        }
    }
}
