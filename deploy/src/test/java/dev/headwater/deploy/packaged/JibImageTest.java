package dev.headwater.deploy.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.headwater.deploy.install.Dockerfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The image that Maven makes without Docker. */
@Timeout(300)
@EnabledIfSystemProperty(
        named = JibImageTest.IMAGE,
        matches = ".+",
        disabledReason = "only of that image: ./mvnw -Pimage verify, offline with -Dimage.base=scratch")
class JibImageTest {
    static final String IMAGE = "headwater.image";

    private final Dockerfile dockerfile = Dockerfile.read();

    @TempDir
    private Path image;

    @BeforeEach
    void unpack() {
        Distribution.run("tar", "-xf", System.getProperty(IMAGE), "-C", image.toString());
    }

    @Test
    void itIsSetUpAsTheOneOfDocker() throws IOException {
        var config = config();

        assertThat(config.getString("User")).isEqualTo(dockerfile.one("USER"));
        assertThat(config.getString("WorkingDir")).isEqualTo(dockerfile.one("WORKDIR"));
        assertThat(config.getJsonArray("Env")).containsAll(dockerfile.ofImage("ENV"));
        assertThat(config.getJsonObject("ExposedPorts").fieldNames().stream().map(port -> port.replace("/tcp", "")))
                .containsExactlyInAnyOrder(dockerfile.one("EXPOSE").split(" "));
        assertThat(config.getJsonArray("Entrypoint")).contains("@/opt/headwater/bin/jvm.args");
    }

    @Test
    void librariesComeBeforeOurOwnAndEveryJarOfTheClassPathIsThere() throws IOException {
        var root = Files.createDirectory(image.resolve("root"));
        var app = root.resolve("opt/headwater");
        unpack(layers().getFirst(), root);
        assertThat(jarsOf(app.resolve("libs"))).hasSizeGreaterThan(50).noneMatch(name -> name.startsWith("headwater"));

        layers().forEach(layer -> unpack(layer, root));
        assertThat(app.resolve("bin/jvm.args")).isRegularFile();
        assertThat(Files.readString(app.resolve("jib-classpath-file")).split(":"))
                .isNotEmpty()
                .allSatisfy(jar -> assertThat(root.resolve(jar.replaceFirst("^/(.*?)(/\\*)?$", "$1")))
                        .exists());
    }

    /** On this test's JDK, since the base is somebody else's: what Maven adds to it is all there. */
    @Test
    void itsLayersStartServeAndDrain() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        assumeThat(ConfinedNode.mayMount() && !java.startsWith("/opt"))
                .as("this machine lets us mount /opt")
                .isTrue();
        Distribution.openToAll(image);
        var root = Files.createDirectory(image.resolve("root"));
        layers().forEach(layer -> unpack(layer, root));
        var command = new ArrayList<>(List.of(
                "unshare", "--mount", "sh", "-euc", "mount --bind %s/opt /opt\nexec \"$@\"".formatted(root), "sh"));
        command.addAll(ConfinedNode.unprivileged());
        command.add(java.toString());
        config().getJsonArray("Entrypoint").stream()
                .skip(1)
                .map(String::valueOf)
                .forEach(command::add);

        try (var node = new ConfinedNode(image, command, "origin")) {
            node.assertServesAndDrains();
        }
    }

    private JsonObject config() throws IOException {
        return new JsonObject(Files.readString(image.resolve("config.json"))).getJsonObject("config");
    }

    private List<String> layers() throws IOException {
        return new JsonArray(Files.readString(image.resolve("manifest.json")))
                .getJsonObject(0).getJsonArray("Layers").stream()
                        .map(String::valueOf)
                        .toList();
    }

    private void unpack(String layer, Path root) {
        Distribution.run("tar", "-xzf", image.resolve(layer).toString(), "-C", root.toString());
    }

    private static List<String> jarsOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
