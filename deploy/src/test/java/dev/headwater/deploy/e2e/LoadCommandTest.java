package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.command.LoadCommand;
import dev.headwater.testkit.Clip;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The load test as an operator runs it, against real nodes. */
class LoadCommandTest {
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
