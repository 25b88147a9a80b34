package dev.headwater.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.deploy.HeadwaterCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleConfigurationTest {
    @TempDir
    private Path etc;

    @ParameterizedTest
    @ValueSource(strings = {"origin.yaml", "edge.yaml"})
    void aNodeTakesItAsItIs(String name) throws IOException {
        assertThat(check(Files.readString(Path.of("conf", name)))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin.yaml", "edge.yaml"})
    void whatIsCommentedOutFitsToo(String name) throws IOException {
        assertThat(check(Files.readString(Path.of("conf", name)).replaceAll("(?m)^( *)# ( *[a-z]+:)", "$1$2")))
                .isZero();
    }

    private int check(String yaml) throws IOException {
        Files.writeString(etc.resolve("cluster-secret"), "0".repeat(64));
        Files.writeString(etc.resolve("stream-keys"), "live/news sha256:" + "0".repeat(64) + "\n");
        var file = Files.writeString(etc.resolve("node.yaml"), yaml.replace("/etc/headwater", etc.toString()));
        var err = new StringWriter();
        int status = HeadwaterCommand.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute("config", "check", "--config", file.toString());
        assertThat(err.toString()).isEmpty();
        return status;
    }
}
