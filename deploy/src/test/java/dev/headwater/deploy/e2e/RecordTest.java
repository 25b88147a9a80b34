package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.Packet;
import dev.headwater.testkit.Packet.Medium;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real encoder publishes is in files that a real player reads. */
class RecordTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private static List<String> hashes(Medium medium, Path file) {
        return Packet.hashes(Packet.only(medium, Ffmpeg.shipped().packets(file.toString())));
    }

    private static Optional<JsonObject> recording(LiveNode node) {
        return node.api("streams").getJsonArray("streams").stream()
                .map(JsonObject.class::cast)
                .flatMap(stream -> Optional.ofNullable(stream.getJsonObject("recording")).stream())
                .findFirst();
    }

    private static List<Path> files(Path folder) {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By an edge, which brings the publisher to the origin; the origin records. */
    @Test
    void whatIsPublishedIsOnTheDiskFrameByFrameAndACallbackHearsOfIt() {
        try (var callbacks = CallbackServer.answering(request -> Response.of(200, "{\"allow\":true}"));
                var cluster = new LiveCluster(
                        "record.folder=" + folder,
                        "apps.live.record.container=flv",
                        "record.keep-free=0",
                        "hooks.on-record=" + callbacks.url("/record"))) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            try (var encoder = Ffmpeg.shipped().publishOnce(Clip.H264_AAC, edge.url("show"))) {
                await().atMost(PATIENCE)
                        .until(() -> recording(edge)
                                .filter(state -> state.getString("file", "").startsWith("live/show-"))
                                .isPresent());
                encoder.awaitSuccess(PATIENCE);
            }
            await().atMost(PATIENCE).until(() -> !callbacks.requests().isEmpty());
            var told = new JsonObject(callbacks.requests().getFirst().body());
            assertThat(told.getString("event")).isEqualTo("on_record");
            assertThat(told.getString("app")).isEqualTo("live");
            assertThat(told.getString("name")).isEqualTo("show");
            assertThat(told.getString("node")).isEqualTo(origin.node().name());
            var file = Path.of(told.getString("folder")).resolve(told.getString("file"));
            assertThat(files(folder)).containsExactly(file);
            assertThat(file).hasSize(told.getLong("bytes"));
            assertThat(Ffmpeg.shipped().codecs(file.toString())).containsExactlyInAnyOrder("h264", "aac");
            for (var medium : List.of(Medium.VIDEO, Medium.AUDIO)) {
                assertThat(hashes(medium, file)).containsExactlyElementsOf(hashes(medium, Clip.H264_AAC.file()));
            }
        }
    }

    /** The folder is no folder, then it is. */
    @Test
    void aDiskThatFailsIsToldOnceAndNoPlayerNotices() throws IOException {
        var root = folder.resolve("recordings");
        Files.writeString(root, "in the way");
        try (var cluster = new LiveCluster("record.folder=" + root, "record.container=flv", "record.keep-free=0");
                var log = LogCapture.of("dev.headwater.server.record")) {
            var origin = cluster.origin();
            try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("show"))) {
                await().atMost(PATIENCE)
                        .until(() -> recording(origin)
                                .filter(state -> state.getString("fault", "").contains(root.toString()))
                                .isPresent());
                try (var player = Ffmpeg.shipped().watch(origin.url("show"), Duration.ofSeconds(2))) {
                    player.awaitSuccess(PATIENCE);
                }
                Files.delete(root);
                await().atMost(PATIENCE)
                        .until(() -> recording(origin)
                                .filter(state -> state.containsKey("file"))
                                .isPresent());
                assertThat(encoder.isRunning()).isTrue();
            }
            await().atMost(PATIENCE).until(() -> recording(origin).isEmpty());
            assertThat(log.warnings()).hasSize(1);
            assertThat(origin.metric("headwater_record_faults_total", "failed")).isPositive();
        }
        assertThat(files(root)).isNotEmpty().allMatch(file -> file.toString().endsWith(".flv"));
    }
}
