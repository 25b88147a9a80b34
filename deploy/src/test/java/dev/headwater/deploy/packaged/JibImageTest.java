package dev.headwater.deploy.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.deploy.install.Dockerfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The image that Maven makes without Docker. */
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
        var config = new JsonObject(Files.readString(image.resolve("config.json"))).getJsonObject("config");

        assertThat(config.getString("User")).isEqualTo(dockerfile.one("USER"));
        assertThat(config.getString("WorkingDir")).isEqualTo(dockerfile.one("WORKDIR"));
        assertThat(config.getJsonArray("Env")).contains(dockerfile.all("ENV").getLast());
        assertThat(config.getJsonObject("ExposedPorts").fieldNames().stream().map(port -> port.replace("/tcp", "")))
                .containsExactlyInAnyOrder(dockerfile.one("EXPOSE").split(" "));
        assertThat(config.getJsonArray("Entrypoint")).contains("@/opt/headwater/bin/jvm.args");
    }

    @Test
    void librariesComeBeforeOurOwnAndEveryJarOfTheClassPathIsThere() throws IOException {
        var layers = new JsonArray(Files.readString(image.resolve("manifest.json")))
                .getJsonObject(0).getJsonArray("Layers").stream()
                        .map(String::valueOf)
                        .toList();
        var root = Files.createDirectory(image.resolve("root"));
        Distribution.run("tar", "-xzf", image.resolve(layers.getFirst()).toString(), "-C", root.toString());
        var app = root.resolve("opt/headwater");
        assertThat(jarsOf(app.resolve("libs"))).hasSizeGreaterThan(50).noneMatch(name -> name.startsWith("headwater"));

        for (var layer : layers) {
            Distribution.run("tar", "-xzf", image.resolve(layer).toString(), "-C", root.toString());
        }
        assertThat(app.resolve("bin/jvm.args")).isRegularFile();
        assertThat(Files.readString(app.resolve("jib-classpath-file")).split(":"))
                .isNotEmpty()
                .allSatisfy(jar -> assertThat(root.resolve(jar.replaceFirst("^/(.*?)(/\\*)?$", "$1")))
                        .exists());
    }

    private static List<String> jarsOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
