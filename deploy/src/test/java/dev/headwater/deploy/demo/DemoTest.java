package dev.headwater.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.Packet;
import dev.headwater.testkit.Packet.Medium;
import dev.headwater.testkit.Ports;
import dev.headwater.testkit.RunningProgram;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo as a user runs it: three JVMs and real clients. */
@Timeout(300)
class DemoTest {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);

    @Test
    void whatIsPushedToTheOriginIsPlayedFromTheEdge() {
        try (var demo = startDemo()) {
            var ffmpeg = Ffmpeg.shipped();
            try (var _ = ffmpeg.publish(Clip.H264_AAC, urlAfter("push to", demo))) {
                var played = ffmpeg.packets(urlAfter("play from", demo), Duration.ofSeconds(2));

                assertThat(Packet.hashes(Packet.only(Medium.VIDEO, played)))
                        .hasSizeGreaterThan(25)
                        .isSubsetOf(Packet.hashes(Clip.H264_AAC.packets()));
            }
        }
    }

    @Test
    void endsWithExitCode0AndWithoutAnOrphanOnSigterm() {
        try (var demo = startDemo()) {
            var nodes = nodesOf(demo);

            demo.stop();

            assertThat(demo.awaitExit(STOP)).isZero();
            await().atMost(STOP).until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void leavesNoOrphanWhenItIsKilled() {
        try (var demo = startDemo()) {
            var nodes = nodesOf(demo);

            demo.kill();

            await().atMost(STOP).until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void endsWithExitCode1WhenANodeDies() {
        try (var demo = startDemo()) {
            nodesOf(demo).getFirst().destroyForcibly();

            assertThat(demo.awaitExit(STOP)).isEqualTo(1);
        }
    }

    private static List<ProcessHandle> nodesOf(RunningProgram demo) {
        var nodes = demo.handle().children().toList();
        assertThat(nodes).as("an origin and an edge").hasSize(2);
        return nodes;
    }

    private static RunningProgram startDemo() {
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "dev.headwater.deploy.HeadwaterCommand", "demo"));
        command.addAll(List.of(
                "--origin-port", Integer.toString(Ports.free()), "--edge-port", Integer.toString(Ports.free())));
        var demo = RunningProgram.start(command);
        await().atMost(START).until(() -> !demo.isRunning() || demo.output().contains("Ctrl-C ends both"));
        assertThat(demo.isRunning()).as(demo.output()).isTrue();
        return demo;
    }

    private static String urlAfter(String words, RunningProgram demo) {
        var line = Pattern.compile(words + " +(rtmp://\\S+)").matcher(demo.output());
        assertThat(line.find()).as(demo.output()).isTrue();
        return line.group(1);
    }
}
