package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.config.StreamPattern;
import dev.headwater.server.config.UserEntry;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.RunningProgram;
import dev.headwater.testkit.ScriptedPeer;
import dev.headwater.testkit.SystemClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real encoders with user and password, at an origin and at an edge. */
class AdobeLoginTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PASSWORD = "correcthorse";
    private static final LogCapture LOG = LogCapture.of("ROOT");
    private static final LiveCluster CLUSTER = new LiveCluster(
            "auth.publish=adobe",
            "auth.users="
                    + UserEntry.line(
                            "studio", List.of(StreamPattern.parse("live/studio-*")), "0123456789abcdef", PASSWORD),
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

    private static String url(LiveNode node, String login, String name) {
        return node.url(name).replace("rtmp://", "rtmp://" + login + "@");
    }

    private static RunningProgram ffmpeg(Ffmpeg ffmpeg, String url) {
        return ffmpeg.start(List.of("-re", "-i", Clip.H264_AAC.file().toString(), "-c", "copy", "-f", "flv", url));
    }

    private static double rejected(LiveNode node) {
        return node.metric("headwater_connection_rejected_total", "port=\"rtmp\"");
    }

    private static void publishes(RunningProgram encoder, String name) {
        try (encoder) {
            origin.awaitStream(name, origin);
            try (var viewer = edge.client()) {
                viewer.play(name); // a player of such an app is not asked
                viewer.awaitMedia();
            }
        }
    }

    @Test
    void ffmpegLogsInAndTheAskingIsNoFailure() {
        double before = rejected(origin) + rejected(edge);
        publishes(ffmpeg(Ffmpeg.shipped(), url(origin, "studio:" + PASSWORD, "studio-1")), "studio-1");
        publishes(ffmpeg(Ffmpeg.shipped(), url(edge, "studio:" + PASSWORD, "studio-2")), "studio-2");
        publishes(ffmpeg(SystemClients.ffmpeg(), url(origin, "studio:" + PASSWORD, "studio-3")), "studio-3");
        assertThat(rejected(origin) + rejected(edge)).isEqualTo(before);
        assertThat(LOG.lines()).noneMatch(line -> line.contains(PASSWORD) || line.contains("response="));
    }

    @Test
    void gstreamerLogsIn(@TempDir Path folder) {
        var clip = folder.resolve("clip.flv");
        try (var cut = Ffmpeg.shipped()
                .start(List.of(
                        "-i",
                        Clip.H264_AAC.file().toString(),
                        "-t",
                        "3",
                        "-c",
                        "copy",
                        "-f",
                        "flv",
                        clip.toString()))) {
            cut.awaitSuccess(PATIENCE);
        }
        publishes(SystemClients.gstreamerPublish(clip, url(origin, "studio:" + PASSWORD, "studio-gst")), "studio-gst");
    }

    @Test
    void wrongPasswordNobodyAndAnotherStreamAreRefused() {
        for (String login : List.of("studio:wrong", "mallory:" + PASSWORD)) {
            try (var encoder = ffmpeg(Ffmpeg.shipped(), url(edge, login, "studio-4"))) {
                assertThat(encoder.awaitExit(PATIENCE)).isNotZero();
                assertThat(encoder.output()).contains("Incorrect username/password");
            }
        }
        assertThat(LOG.warnings())
                .filteredOn(line -> line.contains("error=CONNECT_REJECTED"))
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.endsWith("no such user, or the wrong password"));
        assertThat(edge.metric("headwater_access_denied_total", "action=\"publish\"", "bad_credential"))
                .isGreaterThanOrEqualTo(2);
        try (var encoder = ffmpeg(Ffmpeg.shipped(), url(edge, "studio:" + PASSWORD, "news"))) {
            assertThat(encoder.awaitExit(PATIENCE)).isNotZero();
            assertThat(encoder.output()).contains("not allowed");
        }
    }

    @Test
    void encoderThatDoesNotSayThatItIsOneIsRefusedWhenItPublishes() {
        try (var peer = ScriptedPeer.connected(origin.rtmpPort(), LiveNode.APP)) {
            int stream = peer.createStream();
            peer.command(stream, "publish", 3, null, "studio-5", "live");
            peer.awaitStatus("NetStream.Publish.Denied");
            peer.awaitClose();
        }
    }
}
