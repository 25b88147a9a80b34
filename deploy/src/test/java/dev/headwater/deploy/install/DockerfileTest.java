package dev.headwater.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No Docker is here: the file is read as it would, and {@code ImageTest} builds and runs what it describes. */
class DockerfileTest {
    private final Dockerfile dockerfile = Dockerfile.read();

    @Test
    void itsProcessIsANodeWithoutPrivilegesAndWithoutAShell() {
        assertThat(dockerfile.one("USER")).isEqualTo("10001:10001");
        assertThat(dockerfile.all("FROM").getLast()).isEqualTo("scratch");
        assertThat(dockerfile.entrypoint()).startsWith("/opt/java/bin/java", "@/opt/headwater/bin/jvm.args");
        assertThat(dockerfile.one("STOPSIGNAL")).isEqualTo("SIGTERM");
    }

    @Test
    void theFlagsOfTheJvmAreInOneFile() throws IOException {
        var flag = Pattern.compile("-XX:\\+|--add-|-Dio\\.netty|-Dhazelcast");
        var launcher = Files.readString(Dockerfile.CONTEXT.resolve("headwater"));

        assertThat(Path.of("src", "main", "distribution", "bin", "jvm.args"))
                .content()
                .containsPattern(flag);
        assertThat(launcher).contains("@$distribution/bin/jvm.args", "-jar \"$distribution/lib/headwater.jar\"");
        assertThat(launcher.replace("-XX:\\+Use[A-Za-z]+GC", "")).doesNotContainPattern(flag);
        assertThat(dockerfile.one("ENTRYPOINT")).doesNotContainPattern(flag);
    }

    @Test
    void itOpensEveryPortOfANode() {
        var ports = new ConfigSources(Optional.empty(), Map.of(), List.of())
                .read().settings().stream()
                        .filter(setting -> setting.key().matches(".*[.-]port"))
                        .flatMap(setting -> setting.shown().stream());

        assertThat(dockerfile.one("EXPOSE").split(" ")).containsExactlyInAnyOrderElementsOf(ports.toList());
    }

    @Test
    void whatItIsBuiltOnIsNamedToTheBuild() {
        assertThat(dockerfile.all("ARG").getFirst()).matches("JDK=eclipse-temurin:25(\\.\\d+)*_\\d+-jdk-[a-z]+");
    }

    @Test
    void whatItCopiesIsThereAndTheRestOfTheFolderIsNotSent() throws IOException {
        var sent = Files.readAllLines(Dockerfile.CONTEXT.resolve(".dockerignore"));
        assertThat(sent).contains("*");

        assertThat(sources()).allSatisfy(source -> assertThat(sent).contains("!" + source));
        assertThat(Path.of("image", "assemble")).isExecutable();
        assertThat(Path.of("pom.xml")).content().contains("<finalName>headwater-${project.version}</finalName>");
    }

    /** Of the folder, and not of a stage before. */
    private List<String> sources() {
        return Stream.concat(dockerfile.all("COPY").stream(), dockerfile.all("ADD").stream())
                .filter(rest -> !rest.startsWith("--from="))
                .map(rest -> rest.split(" ", -1)[0])
                .toList();
    }
}
