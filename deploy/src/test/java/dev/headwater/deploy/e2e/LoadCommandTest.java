package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.command.LoadCommand;
import dev.headwater.testkit.Clip;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The load test as an operator runs it, against real nodes. */
class LoadCommandTest {
    private static final String FFMPEG = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);

    private final LiveCluster cluster = new LiveCluster();
    private final StringWriter out = new StringWriter();
    private LiveNode origin;

    @BeforeEach
    void start() {
        origin = cluster.origin();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void everyPlayerGetsEveryFrame() {
        assertThat(load(
                        "play",
                        "--publish",
                        "--players=50",
                        "--streams=2",
                        "--rate=100",
                        "--settle=500ms",
                        "--duration=2s",
                        "--url=" + origin.url("bench%d")))
                .isZero();

        assertThat(out.toString())
                .containsPattern("joined +50 of 50")
                .containsPattern("delivered +100\\.0000 %")
                .containsPattern("latency +p50 ")
                .containsPattern("first frame +p50 ")
                .doesNotContain("fault: ", "failed: ", "gone: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void everyPlayerOfFlvGetsEveryFrame(String scheme) {
        var edge = cluster.edge();

        assertThat(load(
                        "play",
                        "--publish-url=" + origin.url("bench"),
                        "--url=" + edge.httpUrl(scheme, "bench.flv"),
                        "--players=50",
                        "--rate=100",
                        "--settle=500ms",
                        "--duration=2s",
                        "--min-delivery=1",
                        "--max-failures=0",
                        "--max-disconnects=0",
                        "--max-faults=0"))
                .as(out::toString)
                .isZero();

        assertThat(out.toString()).containsPattern("joined +50 of 50").containsPattern("latency +p50 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--low-latency"})
    void playersOfHlsFindNothingWrong(String how) {
        var arguments = new ArrayList<>(List.of(
                "play",
                "--publish-url=" + origin.url("bench"),
                "--url=" + origin.httpUrl("http", "bench.m3u8"),
                "--players=20",
                "--rate=100",
                "--gop=1s",
                "--settle=6s",
                "--duration=6s",
                "--max-failures=0",
                "--max-disconnects=0",
                "--max-faults=0"));
        if (!how.isEmpty()) {
            arguments.add(how);
        }

        assertThat(load(arguments.toArray(String[]::new))).as(out::toString).isZero();
        assertThat(out.toString())
                .containsPattern("joined +20 of 20")
                .containsPattern("segments +p50 ")
                .containsPattern("screen latency +p50 ")
                .doesNotContain("missed: ");
    }

    @Test
    void aRealFileIsPlayedThroughAnEdgeWithItsLatency() {
        var edge = cluster.edge();

        assertThat(load(
                        "play",
                        "--publish",
                        "--flv=" + Clip.H264_AAC.file(),
                        "--players=20",
                        "--settle=500ms",
                        "--duration=2s",
                        "--url=" + edge.url("clip")))
                .isZero();

        assertThat(out.toString())
                .containsPattern("joined +20 of 20")
                .containsPattern("delivered +100\\.0000 %")
                .containsPattern("latency +p50 ")
                .doesNotContain("fault: ", "failed: ", "gone: ");
    }

    @Test
    void playersComeAndGo() {
        assertThat(load(
                        "churn",
                        "--publish",
                        "--players=8",
                        "--settle=0s",
                        "--duration=2s",
                        "--url=" + origin.url("bench")))
                .isZero();

        assertThat(out.toString()).containsPattern("cycles +[1-9]").doesNotContain("fault: ", "failed: ", "gone: ");
    }

    @Test
    void publishersAreTaken() {
        assertThat(load("publish", "--publishers=10", "--settle=0s", "--duration=1s", "--url=" + origin.url("bench%d")))
                .isZero();

        assertThat(out.toString())
                .containsPattern("sent +\\d+\\.\\d Mbit/s")
                .doesNotContain("not sent", "failed: ", "gone: ");
    }

    @Test
    void realFfmpegsTakePartAndReadersOfNothingDoNotDisturbThem() {
        assertThat(load(
                        "play",
                        "--publish",
                        "--players=5",
                        "--stalled=5",
                        "--ffmpeg-publishers=1",
                        "--ffmpeg-input=" + Clip.H264_AAC.file(),
                        "--ffmpeg-players=2",
                        "--ffmpeg=" + FFMPEG,
                        "--settle=2s",
                        "--duration=2s",
                        "--max-failures=0",
                        "--max-disconnects=0",
                        "--url=" + origin.url("bench%d")))
                .as(out::toString)
                .isZero();

        assertThat(out.toString())
                .containsPattern("ffmpeg publisher [1-9]\\d* frames.* ran to the end: rtmp://.*/bench1")
                .containsPattern("ffmpeg player +[1-9]\\d* frames.* ran to the end: rtmp://.*/bench0")
                .containsPattern("ffmpeg player +[1-9]\\d* frames.* ran to the end: rtmp://.*/bench1")
                .containsPattern("ffmpeg: 1/1 publish .*, 2/2 play")
                .containsPattern("stalled +5 players read nothing, the server closed 0")
                .containsPattern("delivered +100\\.0000 %")
                .doesNotContain("fault: ", "failed: ", "gone: ");
    }

    @Test
    void anFfmpegThatFailsMissesTheBoundOnFailures(@TempDir Path folder) throws IOException {
        var noMedia = Files.writeString(folder.resolve("no.flv"), "no media");

        assertThat(load(
                        "play",
                        "--publish",
                        "--players=2",
                        "--ffmpeg-publishers=1",
                        "--ffmpeg-input=" + noMedia,
                        "--ffmpeg-players=1",
                        "--ffmpeg=" + FFMPEG,
                        "--settle=2s",
                        "--duration=1s",
                        "--max-failures=0",
                        "--url=" + origin.url("bench%d")))
                .as(out::toString)
                .isEqualTo(1);

        assertThat(out.toString()).containsPattern("failed: ffmpeg publisher ended by itself with exit status ");
    }

    @Test
    void aServerThatRefusesIsALineAndNoStack() {
        var closed = cluster.origin("auth.publish=refuse");

        assertThat(load("publish", "--publishers=3", "--settle=0s", "--duration=1s", "--url=" + closed.url("bench%d")))
                .isEqualTo(3);

        assertThat(out.toString().lines().filter(line -> line.startsWith("failed: ")))
                .singleElement()
                .asString()
                .endsWith(" 3");
        assertThat(out.toString()).doesNotContain("\tat ");
    }

    private int load(String... arguments) {
        return new CommandLine(new LoadCommand())
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
    }
}
