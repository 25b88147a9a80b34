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
import org.junit.jupiter.api.Test;

/** An origin dies without a word, and the encoder comes back at another one: the players of an edge do not notice. */
class OriginKilledTest {
    private static final int LAST = Encoder.GOP - 1;
    private static final int AGAIN = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void playersOfAnEdgeGoOnWithTheOriginThatTheEncoderFindsNext() {
        try (var cluster = new LiveCluster()) {
            var survivor = cluster.origin();
            var edge = cluster.edge();
            try (var doomed = startOrigin(cluster.settings("doomed"))) {
                int port = portOf(doomed);
                try (var lost = Encoder.at(port, "survives", 0);
                        var viewer = Viewer.of(edge, "survives")) {
                    viewer.awaitFrame(LAST).awaitFrame(lost.sendGop());
                    assertThat(edge.streams()).containsExactly("survives@doomed");

                    doomed.kill();
                    lost.peer().awaitClose();
                    try (var back = Encoder.at(survivor, "survives", AGAIN)) {
                        viewer.awaitFrame(AGAIN + LAST);
                        viewer.awaitFrame(back.sendGop()).assertGops(0, Encoder.GOP, AGAIN, AGAIN + Encoder.GOP);
                        viewer.assertUndisturbed();
                        assertThat(edge.streams())
                                .containsExactly("survives@" + survivor.node().name());
                    }
                }
            }
        }
    }

    /** An origin in a process of its own. */
    static RunningProgram startOrigin(List<String> settings) {
        return start("origin", settings);
    }

    /** A node in a process of its own. */
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

    /** Waits until it is ready. */
    static int portOf(RunningProgram node) {
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
