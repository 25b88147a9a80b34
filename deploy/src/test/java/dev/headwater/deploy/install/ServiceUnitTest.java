package dev.headwater.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.ConfigSources;
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

class ServiceUnitTest {
    private static final Path UNIT = Path.of("systemd", "headwater@.service");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void itMayDoNoMoreThanANodeMust() throws IOException {
        assertThat(Files.readString(UNIT))
                .contains(
                        "\nUser=headwater\n",
                        "\nNoNewPrivileges=yes\n",
                        "\nCapabilityBoundingSet=\n",
                        "\nProtectSystem=strict\n",
                        "\nProtectHome=yes\n",
                        "\nSystemCallFilter=@system-service\n");
    }

    @Test
    void itHasTheTimeThatADrainTakes() throws IOException {
        var shutdown = new ConfigSources(Optional.empty(), Map.of(), List.of())
                .read()
                .node()
                .shutdown();

        assertThat(Duration.ofSeconds(Long.parseLong(valueOf("TimeoutStopSec", "(\\d+)s"))))
                .isGreaterThan(shutdown.drainTimeout().plus(shutdown.stopTimeout()));
    }

    @Test
    void aReloadIsASighupAndAWrongConfigurationIsNotTriedAgain() throws IOException {
        assertThat(valueOf("ExecReload", "(.*)")).isEqualTo("/bin/kill -HUP $MAINPID");
        assertThat(valueOf("RestartPreventExitStatus", "(.*)")).isEqualTo("2");
    }

    @Test
    void systemdTakesIt() throws IOException {
        var analyze = SystemClients.systemdAnalyze().toString();
        var unit = Files.writeString(
                folder.resolve("headwater@.service"),
                Files.readString(UNIT).replace("/opt/headwater/bin/headwater", "/bin/sh"));

        try (var verify = RunningProgram.start(List.of(analyze, "verify", unit.toString()))) {
            assertThat(verify.awaitSuccess(PATIENCE).output()).isEmpty();
        }
    }

    @Test
    void systemdCallsItsExposureLow() {
        var analyze = SystemClients.systemdAnalyze().toString();
        var security = List.of(analyze, "security", "--offline=true", "--no-pager", "--threshold=15", UNIT.toString());
        try (var program = RunningProgram.start(security)) {
            assertThat(program.awaitSuccess(PATIENCE).output()).contains("exposure level");
        }
    }

    private static String valueOf(String key, String value) throws IOException {
        return Pattern.compile("^" + key + "=" + value + "$", Pattern.MULTILINE)
                .matcher(Files.readString(UNIT))
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + key + " in " + UNIT));
    }
}
