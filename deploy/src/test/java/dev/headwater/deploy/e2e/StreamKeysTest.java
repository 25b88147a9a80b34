package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.config.SecretHash;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.RunningProgram;
import dev.headwater.testkit.SystemClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real encoders with stream keys, at an origin and at an edge: who has the key publishes, and the key is seen nowhere. */
class StreamKeysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY = "5f0cc0ffee5f0cc0ffee5f0cc0ffee5f0cc0ffee";
    private static final LogCapture LOG = LogCapture.of("ROOT");
    private static final LiveCluster CLUSTER = new LiveCluster(
            "auth.publish=keys",
            "auth.keys=live/news " + SecretHash.of(KEY),
            "apps.shut.auth.play=refuse",
            "play.wait=1s");

    private static LiveNode origin;
    private static LiveNode edge;

    @BeforeAll
    static void start() {
        origin = CLUSTER.origin();
        edge = CLUSTER.edge();
        await().atMost(PATIENCE).until(() -> edge.knows(origin));
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
        LOG.close();
    }

    private static RunningProgram ffmpeg(LiveNode node, String name) {
        return Ffmpeg.shipped()
                .start(List.of(
                        "-re", "-i", Clip.H264_AAC.file().toString(), "-c", "copy", "-f", "flv", node.url(name)));
    }

    private static void live(LiveNode node, String name) {
        try (var encoder = ffmpeg(node, name)) {
            await().atMost(PATIENCE)
                    .until(() ->
                            origin.streams().contains("news@" + origin.node().name()));
            try (var viewer = edge.client()) {
                viewer.play("news");
                viewer.awaitMedia();
            }
            for (LiveNode one : List.of(origin, edge)) {
                assertThat(one.api("clients").encode()
                                + one.api("streams").encode()
                                + one.api("nodes").encode())
                        .contains("live/news")
                        .doesNotContain(KEY);
            }
            encoder.stop();
        }
        await().atMost(PATIENCE).until(() -> origin.streams().isEmpty());
    }

    @Test
    void encoderWithItsKeyIsTheStreamWhoseKeyItIs() {
        live(origin, KEY);
        live(edge, KEY);
        live(edge, "news?key=" + KEY);
        assertThat(LOG.lines()).anyMatch(line -> line.contains("publish rtmp") && line.contains("stream=live/news"));
        assertThat(LOG.lines()).noneMatch(line -> line.contains(KEY));
    }

    @Test
    void encoderWithoutItIsToldAndEnds() {
        for (LiveNode node : List.of(origin, edge)) {
            double before = node.metric("headwater_access_denied_total", "action=\"publish\"", "bad_credential");
            try (var encoder = ffmpeg(node, KEY.replace('5', '6'))) {
                assertThat(encoder.awaitExit(PATIENCE)).isNotZero();
                assertThat(encoder.output()).contains("not allowed");
            }
            assertThat(node.metric("headwater_access_denied_total", "action=\"publish\"", "bad_credential"))
                    .isEqualTo(before + 1);
        }
        assertThat(LOG.warnings())
                .anyMatch(line -> line.startsWith("refused publish rtmp") && line.contains("stream=live/..."));
    }

    @Test
    void playerOfAClosedAppIsToldAndEnds(@TempDir Path folder) {
        try (var player = SystemClients.rtmpdump(
                "rtmp://127.0.0.1:%d/shut/any".formatted(edge.rtmpPort()), folder.resolve("nothing.flv"))) {
            assertThat(player.awaitExit(PATIENCE)).isNotZero();
        }
        assertThat(edge.metric("headwater_access_denied_total", "action=\"play\"", "closed"))
                .isPositive();
    }

    @Test
    void encodersUrlInAPlayerPlaysNothingAndTellsNobody() {
        try (var viewer = edge.client()) {
            int stream = viewer.createStream();
            viewer.command(stream, "play", 3, null, KEY, -2000);
            assertThat(viewer.awaitClose()).anyMatch(message -> message.isStatus("NetStream.Play.StreamNotFound"));
        }
        assertThat(LOG.lines()).noneMatch(line -> line.contains(KEY));
    }
}
