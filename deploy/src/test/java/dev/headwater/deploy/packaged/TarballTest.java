package dev.headwater.deploy.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.headwater.testkit.RunningProgram;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The release, headwater-VERSION.tar.gz. */
@EnabledIfSystemProperty(
        named = TarballTest.TARBALL,
        matches = ".+",
        disabledReason = "only of a release: ./mvnw -Pdist verify")
class TarballTest {
    static final String TARBALL = "headwater.tarball";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void unpack() {
        RunningProgram.start(List.of("tar", "-xzf", System.getProperty(TARBALL), "-C", folder.toString()))
                .awaitSuccess(Duration.ofMinutes(1));
    }

    @Test
    void hasWhatAnInstallationNeedsAndNothingOfThisMachine() throws IOException {
        assertThat(home()).isDirectoryContaining("glob:**/LICENSE").isDirectoryNotContaining("glob:**/*.aot");
        for (var file :
                List.of("conf/origin.yaml", "conf/edge.yaml", "systemd/headwater@.service", "docs/operations.md")) {
            assertThat(home().resolve(file)).isRegularFile();
        }
        assertThat(home().resolve("bin/headwater")).isExecutable();
        assertThat(home().resolve("lib/demo")).as("the ffmpeg under the GPL").doesNotExist();
    }

    @Test
    void theBillOfMaterialsNamesEveryLibrary() throws IOException {
        var besideIt = Path.of(System.getProperty(TARBALL).replace(".tar.gz", ".cdx.json"));
        assumeThat(besideIt).as("made, which it is when Maven is online").exists();
        var text = Files.readString(home().resolve(besideIt.getFileName()));
        var bill = new JsonObject(text);
        var named = bill.getJsonArray("components").stream()
                .map(component -> fileOf(((JsonObject) component).getString("purl")))
                .toList();

        assertThat(named).containsExactlyInAnyOrderElementsOf(libraries());
        assertThat(besideIt).hasContent(text);
    }

    private static List<String> libraries() throws IOException {
        try (Stream<Path> files = Files.list(home().resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("headwater.jar"))
                    .toList();
        }
    }

    /** {@code pkg:maven/group/name@version?classifier=c&type=jar} as a file's name. */
    private static String fileOf(String purl) {
        var parts = purl.substring(purl.lastIndexOf('/') + 1).split("[@?]", -1);
        var classifier = parts[2].replaceFirst("&?type=jar", "").replaceFirst("classifier=", "-");
        return parts[0] + "-" + parts[1] + classifier + ".jar";
    }

    private static Path home() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }
}
