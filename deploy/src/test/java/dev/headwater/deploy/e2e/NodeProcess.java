package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.deploy.HeadwaterCommand;
import dev.headwater.testkit.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A node in a process of its own, which a test can kill. */
final class NodeProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private NodeProcess() {}

    /** @param role {@code origin} or {@code edge} */
    static RunningProgram start(String role, List<String> settings) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                HeadwaterCommand.class.getName(),
                role));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        return RunningProgram.start(command);
    }

    /** Its port for RTMP, when it is ready. */
    static int port(RunningProgram node) {
        await("the node in its own process").atMost(PATIENCE).until(() -> {
            assertThat(node.isRunning()).as(node::output).isTrue();
            return node.output().contains(" management.port=");
        });
        return Pattern.compile("rtmp\\.port=(\\d+)")
                .matcher(node.output())
                .results()
                .map(port -> Integer.parseInt(port.group(1)))
                .findFirst()
                .orElseThrow();
    }
}
