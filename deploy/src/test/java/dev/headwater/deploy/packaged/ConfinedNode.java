package dev.headwater.deploy.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An origin with no more than a small pod has: 256 MiB, 256 file descriptors, and a folder that it cannot write to. */
final class ConfinedNode implements AutoCloseable {
    static final int UID = 10_001;
    static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

    private static final Logger LOG = LoggerFactory.getLogger(ConfinedNode.class);
    private static final long MEMORY = 256L << 20;

    /** {@code shutdown.drain-timeout}, {@code shutdown.stop-timeout} and what a pod's grace period has besides. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** Within 5 s on two cores that do nothing else; a test's machine does. */
    private static final Duration READY = Duration.ofSeconds(30);

    private static final List<String> SETTINGS = List.of(
            "auth.publish=open",
            "node.host=127.0.0.1",
            "rtmp.host=127.0.0.1",
            "http.host=127.0.0.1",
            "cluster.host=127.0.0.1",
            "cluster.name=confined",
            "cluster.event-bus-port=0",
            "cluster.port=0",
            "relay.port=0",
            "rtmp.port=0",
            "http.port=0",
            "management.port=0",
            "shutdown.drain-timeout=4s");

    private final Optional<MemoryLimit> limit;
    private final RunningProgram program;

    /**
     * Starts {@code command} with {@code origin} and settings behind it, and waits until it is ready.
     *
     * @param folder for its read-only working directory
     */
    ConfinedNode(Path folder, List<String> command) throws IOException {
        var workingDirectory = Files.createDirectory(folder.resolve("read-only"));
        assertThat(workingDirectory.toFile().setWritable(false, false)).isTrue();
        limit = MemoryLimit.of(MEMORY);
        var before = List.of(
                limit.map(MemoryLimit::join).orElse("export JDK_JAVA_OPTIONS=-XX:MaxRAM=" + MEMORY),
                "ulimit -n 256",
                "cd " + workingDirectory,
                "exec \"$@\"");
        var line = new ArrayList<>(List.of("sh", "-euc", String.join("\n", before), "sh"));
        line.addAll(command);
        line.add("origin");
        SETTINGS.forEach(setting -> line.addAll(List.of("--set", setting)));
        long begun = System.nanoTime();
        program = RunningProgram.start(line);
        await("ready").pollInterval(Duration.ofMillis(20)).atMost(READY).until(() -> {
            assertThat(program.isRunning()).as(program::output).isTrue();
            return program.output().contains(" ready origin ");
        });
        LOG.info(
                "start to ready: {} ms; memory limited by {}",
                Duration.ofNanos(System.nanoTime() - begun).toMillis(),
                limit.map(MemoryLimit::toString).orElse("-XX:MaxRAM"));
    }

    /** The words in front of a command that take every privilege away. */
    static List<String> unprivileged() {
        return IS_ROOT
                ? List.of(
                        "setpriv",
                        "--reuid=" + UID,
                        "--regid=" + UID,
                        "--clear-groups",
                        "--no-new-privs",
                        "--bounding-set=-all")
                : List.of();
    }

    /** A real publish and a real play, then SIGTERM while both go on: it serves, drains, and ends with 0 in time. */
    void assertServesAndDrains() throws IOException {
        var url = "rtmp://127.0.0.1:%s/live/confined".formatted(told("rtmp\\.port=(\\d+)"));
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, url)) {
            assertThat(Ffmpeg.shipped().packets(url, Duration.ofSeconds(2)))
                    .as(program.output() + encoder.output())
                    .hasSizeGreaterThan(50);
            assertThat(status("Uid")).isEqualTo(IS_ROOT ? UID : uidOfThisTest());
            assertThat(openFiles()).isEqualTo(256);
            assertThat(Integer.parseInt(told("at most (\\d+) connections")))
                    .as("by the heap, and that by the limit")
                    .isLessThan(10_000);

            program.handle().destroy();
            assertThat(program.awaitExit(GRACE)).as(program::output).isZero();
        }
        assertThat(program.output()).contains("publishers=1").doesNotContain("ERROR", "Exception");
    }

    String output() {
        return program.output();
    }

    private String told(String pattern) {
        return Pattern.compile(pattern)
                .matcher(program.output())
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    private int status(String key) throws IOException {
        return Files.readAllLines(proc("status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> Integer.parseInt(line.split("\\s+", -1)[1]))
                .findFirst()
                .orElseThrow();
    }

    private int openFiles() throws IOException {
        return Files.readAllLines(proc("limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> Integer.parseInt(line.split("\\s{2,}", -1)[1]))
                .findFirst()
                .orElseThrow();
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(program.handle().pid()), file);
    }

    private static int uidOfThisTest() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    @Override
    public void close() {
        program.kill();
        limit.ifPresent(MemoryLimit::close);
    }
}
