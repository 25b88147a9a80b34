package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.Message;
import dev.headwater.testkit.Packet;
import dev.headwater.testkit.Packet.Medium;
import dev.headwater.testkit.ScriptedPeer;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A node is told to stop: its clients go elsewhere, each in the gentlest way that it knows, and then the node goes. */
class DrainTest {
    private static final int LAST = Encoder.GOP - 1;
    private static final int AGAIN = 1_000;
    private static final int AVC_TAG_HEADER = 5;
    private static final String REQUEST = "NetConnection.Connect.ReconnectRequest";
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aForwardedFfmpegMovesWithoutALostFrame() {
        try (var cluster = new LiveCluster()) {
            var settings = cluster.settings("leaving");
            settings.add("shutdown.drain-timeout=30s");
            try (var leaving = NodeProcess.start("origin", settings)) {
                NodeProcess.port(leaving);
                var ingest = cluster.edge();
                var far = cluster.edge();
                await().atMost(PATIENCE).until(() -> ingest.knows("leaving"));
                try (var ffmpeg = Ffmpeg.shipped().publish(Clip.H264_AAC, ingest.url("kept"));
                        var viewer = far.client()) {
                    await().atMost(PATIENCE).until(() -> far.streams().contains("kept@leaving"));
                    viewer.play("kept");
                    awaitFrames(viewer, 50);
                    var stays = cluster.origin().node().name();
                    await().atMost(PATIENCE).until(() -> ingest.knows(stays));

                    leaving.handle().destroy();
                    await().atMost(PATIENCE).until(() -> far.streams().contains("kept@" + stays));
                    leaving.awaitSuccess(PATIENCE);
                    awaitFrames(viewer, 100);

                    assertThat(leaving.output()).contains("forwarded=1", "drained leaving within");
                    assertThat(far.streams()).containsExactly("kept@" + stays);
                    assertThat(far.knows("leaving")).isFalse();
                    assertThat(ffmpeg.isRunning()).as(ffmpeg::output).isTrue();
                    assertThat(ingest.metric("headwater_connection_accepted_total", "port=\"rtmp\""))
                            .as("connections of ffmpeg")
                            .isOne();
                    assertThat(ingest.metric("headwater_forward_dropped_frames_total"))
                            .isZero();
                    assertThat(viewer.seen()).noneMatch(message -> message.isStatus("NetStream.Play.UnpublishNotify"));
                    assertIsRunOfTheClip(videoFrames(viewer));
                    assertThat(videoFrames(viewer).stream().map(Message::timestampMs))
                            .isSorted()
                            .doesNotHaveDuplicates();
                }
            }
        }
    }

    private static void awaitFrames(ScriptedPeer viewer, int more) {
        int wanted = videoFrames(viewer).size() + more;
        viewer.await(wanted + " frames", message -> videoFrames(viewer).size() >= wanted);
    }

    private static List<Message> videoFrames(ScriptedPeer viewer) {
        return viewer.seen().stream()
                .filter(message -> message.type() == Message.VIDEO && message.payload()[1] == 1)
                .toList();
    }

    /** Every frame is the one that follows in the clip, which is published again and again. */
    private static void assertIsRunOfTheClip(List<Message> frames) {
        var clip = Packet.hashes(Packet.only(Medium.VIDEO, Clip.H264_AAC.packets()));
        var places = frames.stream().map(frame -> clip.indexOf(md5(frame))).toList();
        for (int i = 0; i < places.size(); i++) {
            assertThat(places.get(i)).as("frame %d of %s", i, places).isEqualTo((places.getFirst() + i) % clip.size());
        }
    }

    private static String md5(Message frame) {
        try {
            var packet = Arrays.copyOfRange(frame.payload(), AVC_TAG_HEADER, frame.payload().length);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(packet));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEncoderThatCannotMoveIsClosedAtAKeyFrameAndItsPlayersWaitForIt() {
        try (var cluster = new LiveCluster();
                var pace = Executors.newSingleThreadScheduledExecutor()) {
            var leaving = cluster.origin("shutdown.drain-timeout=4s");
            var stays = cluster.origin();
            var edge = cluster.edge();
            try (var encoder = Encoder.at(leaving, "plain", 0);
                    var viewer = Viewer.of(edge, "plain").awaitFrame(LAST)) {
                var sending = encoder.sendOn(pace);
                viewer.awaitFrame(LAST + Encoder.GOP);
                var stopped = leaving.stop();
                assertThat(leaving.isReady()).isFalse();
                assertThat(encoder.peer().awaitClose())
                        .anyMatch(message -> message.isStatus("NetStream.Unpublish.Success"))
                        .noneMatch(message -> message.isStatus(REQUEST));
                sending.cancel(false);
                try (var back = Encoder.at(stays, "plain", AGAIN)) {
                    viewer.awaitFrame(AGAIN + LAST).awaitFrame(back.sendGop());
                    viewer.assertUndisturbed();
                    var before = viewer.videoFrames().stream()
                            .filter(number -> number < AGAIN)
                            .toList();
                    assertThat(before).isSorted().doesNotHaveDuplicates().startsWith(0);
                    assertThat(before.size() % Encoder.GOP).as("%s", before).isZero();
                    assertThat(before).hasSize(before.getLast() + 1);
                    stopped.await();
                    assertThat(edge.streams())
                            .containsExactly("plain@" + stays.node().name());
                    viewer.awaitFrame(back.sendGop());
                }
            }
        }
    }

    @Test
    void anEncoderThatSaysGoodbyeToAnOriginAndThenMovesKeepsItsPlayers() {
        try (var cluster = new LiveCluster()) {
            var leaving = cluster.origin("shutdown.drain-timeout=20s");
            assertMovesByGoodbye(leaving, cluster.origin(), cluster.edge());
        }
    }

    @Test
    void anEncoderThatSaysGoodbyeToAnEdgeAndThenMovesKeepsItsPlayers() {
        try (var cluster = new LiveCluster()) {
            cluster.origin();
            var leaving = cluster.edge("shutdown.drain-timeout=20s");
            assertMovesByGoodbye(leaving, cluster.edge(), cluster.edge());
        }
    }

    private static void assertMovesByGoodbye(LiveNode leaving, LiveNode stays, LiveNode edge) {
        try (var encoder = Encoder.movable(leaving, "polite", 0);
                var viewer = Viewer.of(edge, "polite").awaitFrame(LAST)) {
            var stopped = leaving.stop();
            encoder.peer().awaitStatus(REQUEST);
            encoder.fcUnpublish();
            encoder.deleteStream();
            await().until(() -> edge.streams().isEmpty());
            try (var back = Encoder.at(stays, "polite", AGAIN)) {
                viewer.awaitFrame(AGAIN + LAST).awaitFrame(back.sendGop());
                viewer.assertUndisturbed();
                encoder.vanish();
                stopped.await();
                viewer.awaitFrame(back.sendGop());
            }
        }
    }

    @Test
    void anEdgeAsksItsPlayersToMoveAndIsNamedToNobodyAnyMore() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var leaving = cluster.edge("shutdown.drain-timeout=60s", "shutdown.notice=2s");
            var stays = cluster.edge().node().name();
            await().until(() -> origin.knows(leaving) && origin.knows(stays));
            Future<Void> stopped;
            try (var encoder = Encoder.at(origin, "asked", 0);
                    var plain = Viewer.of(leaving, "asked").awaitFrame(LAST);
                    var movable = ScriptedPeer.movable(leaving.rtmpPort(), LiveNode.APP)) {
                movable.play("asked");
                await().until(() -> isNamed(origin, leaving.node().name()));

                long begun = System.nanoTime();
                stopped = leaving.stop();
                assertThat(leaving.isReady()).isFalse();
                await().until(() -> !isNamed(origin, leaving.node().name()));
                movable.awaitStatus(REQUEST);
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .as("balancers come first")
                        .isGreaterThan(Duration.ofSeconds(2));
                assertThat(origin.route("asked").getJsonObject("edge").getString("node"))
                        .isEqualTo(stays);
                assertThat(isNamed(leaving, leaving.node().name())).isFalse();
                plain.awaitFrame(encoder.sendGop()).assertUndisturbed();
                assertThat(stopped.isComplete()).as("players are served").isFalse();
            }
            stopped.await();
            assertThat(origin.knows(leaving)).isFalse();
        }
    }

    @Test
    void aDrainIsOverWhenNobodyPlaysAtAnyPortAtOnce() throws Exception {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var leaving = cluster.edge("shutdown.drain-timeout=60s");
            Future<Void> stopped;
            try (var encoder = Encoder.at(origin, "ports", 0);
                    var http = HttpClient.newHttpClient()) {
                FlvViewer.byHttp(http, URI.create(leaving.httpUrl("http", "ports.flv")));
                stopped = leaving.stop();
                assertThat(leaving.isReady()).isFalse();
                try (var late = Viewer.of(leaving, "ports").awaitFrame(LAST)) {
                    http.shutdownNow();
                    await().until(() -> leaving.metrics().http.players() == 0);
                    assertThat(late.peer()
                                    .silentFor(QUIET, message -> message.isStatus("NetStream.Play.UnpublishNotify")))
                            .as("served while the node looks who is left")
                            .isTrue();
                    late.awaitFrame(encoder.sendGop()).assertUndisturbed();
                    assertThat(stopped.isComplete()).isFalse();
                }
            }
            stopped.await();
        }
    }

    private static boolean isNamed(LiveNode asked, String node) {
        return asked.route("asked").encode().contains("\"" + node + "\"");
    }
}
