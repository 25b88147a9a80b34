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
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node with no more than a small pod has: 256 MiB, 256 file descriptors, and a folder that it cannot write to. */
final class ConfinedNode implements AutoCloseable {
    static final int UID = 10_001;
    static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

    private static final Logger LOG = LoggerFactory.getLogger(ConfinedNode.class);
    private static final long MEMORY = 256L << 20;

    /** {@code shutdown.drain-timeout}, {@code shutdown.stop-timeout} and what a pod's grace period has besides. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** What two cores give in the 5 s that a start may take. The time itself depends on what else they do. */
    private static final Duration START = Duration.ofSeconds(2 * 5);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<String> SETTINGS = List.of(
            "auth.publish=open",
            "node.host=127.0.0.1",
            "rtmp.host=127.0.0.1",
            "http.host=127.0.0.1",
            "cluster.host=127.0.0.1",
            "cluster.name=confined",
            "cluster.event-bus-port=0",
            "cluster.port=0",
            "relay.host=127.0.0.1",
            "relay.port=0",
            "rtmp.port=0",
            "http.port=0",
            "management.port=0",
            "shutdown.drain-timeout=4s");

    private final Optional<MemoryLimit> limit;
    private final RunningProgram program;
    private final Duration startCpu;

    /**
     * Starts {@code command} with the role and settings behind it, and waits until it is ready.
     *
     * @param folder for its read-only working directory
     * @param settings further ones, each {@code key=value}
     */
    ConfinedNode(Path folder, List<String> command, String role, String... settings) throws IOException {
        var workingDirectory = Files.createTempDirectory(folder, role);
        Distribution.openToAll(workingDirectory);
        assertThat(workingDirectory.toFile().setWritable(false, false)).isTrue();
        limit = MemoryLimit.of(MEMORY);
        var before = List.of(
                limit.map(MemoryLimit::join).orElse("export JDK_JAVA_OPTIONS=-XX:MaxRAM=" + MEMORY),
                "ulimit -n 256",
                "cd " + workingDirectory,
                "exec \"$@\"");
        var line = new ArrayList<>(List.of("sh", "-euc", String.join("\n", before), "sh"));
        line.addAll(command);
        line.add(role);
        Stream.concat(SETTINGS.stream(), Stream.of(settings))
                .forEach(setting -> line.addAll(List.of("--set", setting)));
        long begun = System.nanoTime();
        program = RunningProgram.start(line);
        try {
            await("ready").pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> {
                assertThat(program.isRunning()).as(program::output).isTrue();
                return program.output().contains(" ready " + role + " ");
            });
        } catch (AssertionError | ConditionTimeoutException e) {
            close();
            throw e;
        }
        startCpu = program.handle().info().totalCpuDuration().orElseThrow();
        LOG.info(
                "{}: start to ready: {} ms, {} ms of processor time; memory limited by {}",
                role,
                Duration.ofNanos(System.nanoTime() - begun).toMillis(),
                startCpu.toMillis(),
                limit.map(MemoryLimit::toString).orElse("-XX:MaxRAM"));
    }

    /** Root in a container may not, as a rule. */
    static boolean mayMount() {
        try (var trial = RunningProgram.start(
                List.of("unshare", "--mount", "mount", "-t", "tmpfs", "-o", "ro", "tmpfs", "/mnt"))) {
            return IS_ROOT && trial.awaitExit(Duration.ofSeconds(30)) == 0;
        }
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

    /** With an AOT cache: without one it takes twice as much. */
    void assertStartedInTime() {
        assertThat(startCpu).as("processor time until it was ready").isLessThan(START);
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
