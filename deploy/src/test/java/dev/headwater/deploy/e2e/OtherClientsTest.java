package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.Packet;
import dev.headwater.testkit.Packet.Medium;
import dev.headwater.testkit.RunningProgram;
import dev.headwater.testkit.SystemClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients that this machine has besides: Debian's ffmpeg 5, rtmpdump, GStreamer. A missing one is skipped. */
class OtherClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LENGTH = "3";
    private static final LiveCluster CLUSTER = new LiveCluster("play.wait=60s");

    @TempDir
    private static Path folder;

    private static Path clip;
    private static LiveNode origin;
    private static LiveNode edge;

    @BeforeAll
    static void start() {
        clip = folder.resolve("clip.flv");
        var source = Clip.H264_AAC.file().toString();
        try (var cut = Ffmpeg.shipped()
                .start(List.of("-i", source, "-t", LENGTH, "-c", "copy", "-f", "flv", clip.toString()))) {
            cut.awaitSuccess(PATIENCE);
        }
        origin = CLUSTER.origin();
        edge = CLUSTER.edge();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void theSystemsFfmpegPlays() {
        played("ffmpeg-plays", SystemClients.ffmpeg()::recordAll).isWhole();
    }

    @Test
    void rtmpdumpPlays() {
        played("rtmpdump-plays", SystemClients::rtmpdump).isWhole();
    }

    /** rtmp2src stops at the word that the stream is over, and may leave the last frame lying. */
    @Test
    void gstreamerPlays() {
        var played = played("gstreamer-plays", SystemClients::gstreamerRecord);
        assertThat(played.isRun()).isZero();
        assertThat(played.received())
                .hasSizeBetween(
                        played.published().size() - 2, played.published().size());
    }

    @Test
    void theSystemsFfmpegPublishes() throws Exception {
        var ffmpeg = SystemClients.ffmpeg();
        published(
                        "ffmpeg-publishes",
                        (file, url) ->
                                ffmpeg.start(List.of("-re", "-i", file.toString(), "-c", "copy", "-f", "flv", url)))
                .isWhole();
    }

    /**
     * Its muxer makes timestamps of its own, and they come out the same at both nodes. It sends audio before its first key
     * frame, which reaches only those who are in the stream by then.
     */
    @Test
    void gstreamerPublishes() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var atOrigin = threads.submit(() -> Ffmpeg.shipped().packets(origin.url("gstreamer-publishes")));
            await("a player that waits").atMost(PATIENCE).until(() -> origin.metric("headwater_pulls") > 0);
            var played = published("gstreamer-publishes", SystemClients::gstreamerPublish);
            var far = played.received();
            var near = atOrigin.get();
            assertThat(hashes(Medium.VIDEO, far)).isEqualTo(hashes(Medium.VIDEO, played.published()));
            assertThat(hashes(Medium.AUDIO, played.published())).endsWith(hashes(Medium.AUDIO, far));
            var earlier = near.size() > far.size() ? near : far;
            var later = near.size() > far.size() ? far : near;
            new Played(earlier, later).isWhole();
        }
    }

    private static String[] hashes(Medium medium, List<Packet> packets) {
        return Packet.hashes(Packet.only(medium, packets)).toArray(String[]::new);
    }

    /** ffmpeg 8 publishes; the client under test plays from the edge. */
    private static Played played(String stream, BiFunction<String, Path, RunningProgram> player) {
        var file = folder.resolve(stream + ".flv");
        try (var program = player.apply(edge.url(stream), file)) {
            await("a player that waits").atMost(PATIENCE).until(() -> edge.metric("headwater_pulls") > 0);
            try (var encoder = Ffmpeg.shipped()
                    .start(List.of("-re", "-i", clip.toString(), "-c", "copy", "-f", "flv", origin.url(stream)))) {
                encoder.awaitSuccess(PATIENCE);
            }
            program.awaitExit(PATIENCE);
        }
        return new Played(packets(clip), packets(file));
    }

    /** The client under test publishes to the origin; ffmpeg 8 plays from the edge. */
    private static Played published(String stream, BiFunction<Path, String, RunningProgram> publisher)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var received = threads.submit(() -> Ffmpeg.shipped().packets(edge.url(stream)));
            await("a player that waits").atMost(PATIENCE).until(() -> edge.metric("headwater_pulls") > 0);
            try (var encoder = publisher.apply(clip, origin.url(stream))) {
                encoder.awaitSuccess(PATIENCE);
            }
            return new Played(packets(clip), received.get());
        }
    }

    private static List<Packet> packets(Path file) {
        return Ffmpeg.shipped().packets(file.toString());
    }
}
