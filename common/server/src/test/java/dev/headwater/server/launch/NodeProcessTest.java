package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor sees: lines, signals and exit statuses of a real process. */
class NodeProcessTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<Process> running = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        running.forEach(Process::destroyForcibly);
    }

    @Test
    void sigtermStopsInOrderWithStatusZero() throws Exception {
        var process = start("--set=rtmp.port=0", "--set=management.port=0");
        await().atMost(SOON).until(() -> stderr().contains(" ready origin "));
        int port = Integer.parseInt(Pattern.compile("rtmp\\.port=(\\d+)")
                .matcher(stderr())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(socket.getInputStream().read()).isEqualTo('h');
        }
        process.destroy();
        assertThat(exitOf(process)).isZero();
        assertThat(stderr()).contains("draining ", "stopped ").doesNotContain("ERROR", "WARN", "Exception");
        assertThat(Files.readString(folder.resolve("out"))).isEmpty();
    }

    @Test
    void sigintStopsTheSameWayAndJsonIsOneObjectPerLine() throws Exception {
        var process = start("--set=rtmp.port=0", "--set=management.port=0", "--set=log.format=json");
        Path out = folder.resolve("out");
        await().atMost(SOON).until(() -> Files.readString(out).contains("ready origin "));
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(exitOf(process)).isZero();
        var lines = Files.readAllLines(out);
        assertThat(lines).hasSizeGreaterThanOrEqualTo(4);
        for (String line : lines) {
            var json = new JsonObject(line);
            assertThat(json.getString("level")).isEqualTo("INFO");
            assertThat(json.getString("formattedMessage")).isNotBlank();
            assertThat(json.getString("loggerName")).startsWith("dev.headwater.");
        }
        assertThat(stderr()).isEmpty();
    }

    @Test
    void sighupReadsTheConfigurationAgain() throws Exception {
        var file = folder.resolve("node.yaml");
        Files.writeString(file, "play.wait: 1s\n");
        var process = start("--config=" + file, "--set=rtmp.port=0", "--set=management.port=0");
        await().atMost(SOON).until(() -> stderr().contains(" ready origin "));
        Files.writeString(file, "play.wait: 2s\nlog.level: debug\n");
        hangUp(process);
        await().atMost(SOON).until(() -> stderr().contains("log.level: info -> debug; play.wait: 1s -> 2s"));
        Files.writeString(file, "play.wait: soon\n");
        hangUp(process);
        await().atMost(SOON).until(() -> stderr().contains("configuration not changed"));
        process.destroy();
        assertThat(exitOf(process)).isZero();
    }

    private static void hangUp(Process process) throws Exception {
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    @Test
    void portThatIsTakenIsOneErrorLineAndStatusOne() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var process = start("--set=rtmp.port=" + other.getLocalPort(), "--set=management.port=0");
            assertThat(exitOf(process)).isEqualTo(1);
            assertThat(stderr().lines().filter(line -> !line.contains(" INFO ")))
                    .singleElement()
                    .asString()
                    .contains("ERROR")
                    .endsWith("cannot start: rtmp.port=" + other.getLocalPort() + ": the port is in use");
        }
    }

    private Process start(String... arguments) throws IOException {
        var line = new ArrayList<>(List.of(
                "env", // a build in the background ignores SIGINT, one under nohup SIGHUP, and so would their children
                "--default-signal=INT,HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName()));
        line.addAll(List.of(arguments));
        var process = new ProcessBuilder(line)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        running.add(process);
        return process;
    }

    private String stderr() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    private static int exitOf(Process process) throws InterruptedException {
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
                .as("the process ended")
                .isTrue();
        return process.exitValue();
    }
}
