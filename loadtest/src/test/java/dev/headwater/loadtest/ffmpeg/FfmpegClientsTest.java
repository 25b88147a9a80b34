package dev.headwater.loadtest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.loadtest.measure.FfmpegFigures;
import dev.headwater.testkit.Ports;
import dev.headwater.testkit.RunningProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PROGRAM = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);

    @Test
    void whoFindsNoServerIsReportedWithItsExitStatusAndItsLastLine() {
        try (var clients = FfmpegClients.of(plan(PROGRAM))) {
            clients.play("rtmp://127.0.0.1:%d/live/x?token=secret".formatted(Ports.free()));
            clients.publish("rtmp://127.0.0.1:%d/live/x?token=secret".formatted(Ports.free()));
            await().atMost(PATIENCE)
                    .until(() -> clients.figures().stream()
                            .noneMatch(figures -> figures.exitStatus() == FfmpegFigures.RUNNING));

            assertThat(clients.stop()).hasSize(2).allSatisfy(figures -> {
                assertThat(figures.isFailure()).isTrue();
                assertThat(figures.stopped()).isFalse();
                assertThat(figures.exitStatus()).isPositive();
                assertThat(figures.firstOutput()).isEmpty();
                assertThat(figures.lastLines().toString()).contains("Connection refused");
                assertThat(figures.outcome())
                        .startsWith("ended by itself with exit status " + figures.exitStatus() + ": ");
                assertThat(figures.url()).endsWith("/live/x");
            });
        }
    }

    @Test
    void whoWaitsForEverEndsWithTheRun() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var clients = FfmpegClients.of(plan(PROGRAM))) {
            clients.play(url(silent));

            assertThat(clients.stop()).singleElement().satisfies(figures -> {
                assertThat(figures.stopped()).isTrue();
                assertThat(figures.exitStatus()).isNotEqualTo(FfmpegFigures.RUNNING);
                assertThat(figures.isFailure()).as("it never saw anything").isTrue();
                assertThat(figures.outcome()).startsWith("ran without a frame");
            });
            assertThat(ProcessHandle.current().children().filter(FfmpegClientsTest::isFfmpeg))
                    .isEmpty();
        }
    }

    @Test
    void whoIsDeafIsKilled(@TempDir Path folder) throws IOException {
        var deaf = FfmpegProgramTest.script(
                folder,
                "case $* in *-encoders*) echo ffmpeg version 0; exit;; esac; "
                        + "trap '' TERM; echo frame=1; echo progress=continue; while :; do sleep 0.1; done");
        try (var clients = FfmpegClients.of(plan(deaf))) {
            clients.play("rtmp://127.0.0.1/live/x");
            await().atMost(PATIENCE)
                    .until(() -> clients.figures().getFirst().firstOutput().isPresent());

            assertThat(clients.stop()).singleElement().satisfies(figures -> {
                assertThat(figures.exitStatus()).isEqualTo(128 + 9);
                assertThat(figures.frames()).isEqualTo(1);
            });
        }
    }

    @Test
    void whatItSaysIsBounded(@TempDir Path folder) throws IOException {
        var talker = FfmpegProgramTest.script(
                folder,
                "case $* in *-encoders*) echo ffmpeg version 0; exit;; esac; "
                        + "i=0; while [ $i -lt 20000 ]; do echo line $i >&2; i=$((i+1)); done; exit 3");
        try (var clients = FfmpegClients.of(plan(talker))) {
            clients.play("rtmp://127.0.0.1/live/x");
            await().atMost(PATIENCE).until(() -> clients.figures().getFirst().exitStatus() == 3);

            assertThat(clients.stop().getFirst().lastLines())
                    .containsExactly("line 19995", "line 19996", "line 19997", "line 19998", "line 19999");
        }
    }

    @Test
    void noneOutlivesAKilledRun() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var run = RunningProgram.start(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingRun.class.getName(),
                        PROGRAM,
                        url(silent)))) {
            await().atMost(PATIENCE).until(() -> run.output().contains("playing"));
            var children = run.handle().children().toList();
            assertThat(children).anyMatch(FfmpegClientsTest::isFfmpeg);

            run.kill();

            await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private static FfmpegPlan plan(String program) {
        return new FfmpegPlan(0, 1, program, Optional.empty());
    }

    private static String url(ServerSocket server) {
        return "rtmp://127.0.0.1:%d/live/x".formatted(server.getLocalPort());
    }

    private static boolean isFfmpeg(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("ffmpeg");
    }
}
