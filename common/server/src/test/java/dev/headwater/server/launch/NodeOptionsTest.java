package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.server.config.ConfigException;
import dev.headwater.server.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class NodeOptionsTest {
    @TempDir
    Path folder;

    @Command(name = "origin", mixinStandardHelpOptions = true)
    private static final class Program {
        @Mixin
        private final NodeOptions options = new NodeOptions();
    }

    @Test
    void settingsAddUpAndOverrideEnvironmentAndFile() throws IOException {
        var file = Files.writeString(folder.resolve("node.yaml"), "rtmp.port: 1\nrelay.port: 2\nmanagement.port: 3\n");
        var environment = Map.of("HEADWATER_RTMP_PORT", "10", "HEADWATER_RELAY_PORT", "20");
        var config = load(
                environment, "-c", file.toString(), "--set", "rtmp.port=100", "-s=node.zone=a", "--set=node.zone=b");
        assertThat(config.rtmp().port()).isEqualTo(100);
        assertThat(config.relay().port()).isEqualTo(20);
        assertThat(config.management().port()).isEqualTo(3);
        assertThat(config.node().zone()).isEqualTo("b");
    }

    @Test
    void membersSeparatedByCommasAreOneSetting() {
        var config = load(Map.of(), "--set", "cluster.members=a:5701,b:5701");
        assertThat(config.cluster().members())
                .hasValueSatisfying(members -> assertThat(members).containsExactly("a:5701", "b:5701"));
    }

    @Test
    void wrongKeyAndMissingFileAreConfigurationErrors() {
        assertThatThrownBy(() -> load(Map.of(), "--set", "rtmp.prot=1"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--set: unknown key rtmp.prot (did you mean rtmp.port?)");
        assertThatThrownBy(() -> load(Map.of(), "--config", "nowhere.yaml"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("nowhere.yaml: no such configuration file");
    }

    @Test
    void helpNamesTheOptions() {
        assertThat(new CommandLine(new Program()).getUsageMessage())
                .contains("--config=FILE", "--set=KEY=VALUE", "HEADWATER_CONFIG");
    }

    private static NodeConfig load(Map<String, String> environment, String... arguments) {
        var program = new Program();
        new CommandLine(program).parseArgs(arguments);
        return program.options.load(environment);
    }
}
