package dev.headwater.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.ConfigSources;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.testkit.RunningProgram;
import dev.headwater.testkit.SystemClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BalancerConfigurationTest {
    private final BalancerConfiguration configuration = BalancerConfiguration.read();
    private final NodeConfig node =
            new ConfigSources(Optional.empty(), Map.of(), List.of()).read().node();

    @TempDir
    private Path folder;

    @Test
    void itKnowsThePortsOfNodesAndAsksThemWhetherTheyAreReady() {
        assertThat(configuration.serverPorts())
                .containsOnly(node.rtmp().port(), node.http().port());
        assertThat(configuration.number("check port"))
                .isEqualTo(node.management().port());
        assertThat(configuration.text()).contains("option httpchk GET /readyz", "send-proxy-v2");
    }

    @Test
    void itNoticesADrainBeforeTheNodesOfTheComposeFileRefuseClients() throws IOException {
        var compose = Files.readString(Path.of("compose.yaml"));
        var notice = Pattern.compile("HEADWATER_SHUTDOWN_NOTICE: (\\d+)s").matcher(compose);
        assertThat(notice.find()).isTrue();

        assertThat(configuration.number("fall") * configuration.number("inter"))
                .isLessThan(Integer.parseInt(notice.group(1)));
    }

    @Test
    void haproxyTakesItWithoutAWarning() throws IOException {
        var haproxy = SystemClients.haproxy().toString();
        var text = configuration.text().replaceAll("(origin|edge)-\\d:", "127.0.0.1:");
        var file = Files.writeString(folder.resolve("haproxy.cfg"), text);

        try (var check = RunningProgram.start(List.of(haproxy, "-c", "-q", "-f", file.toString()))) {
            assertThat(check.awaitSuccess(Duration.ofSeconds(30)).output()).isEmpty();
        }
    }
}
