package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.Packet;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * ffmpeg publishes every kind of clip to an origin and plays it from the origin and from an edge. All broadcasts run at
 * the same time, because each takes as long as its clip; the tests then look at what was played.
 */
class EveryCodecTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<Clip, Future<List<Packet>>> AT_ORIGIN = new EnumMap<>(Clip.class);
    private static final Map<Clip, Future<List<Packet>>> AT_EDGE = new EnumMap<>(Clip.class);
    private static final Map<Clip, Future<List<Packet>>> LATE_AT_EDGE = new EnumMap<>(Clip.class);

    @BeforeAll
    static void broadcastEverything() throws Exception {
        Stream.of(Clip.values()).forEach(Clip::file);
        try (var cluster = new LiveCluster("play.wait=60s");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            playAll(threads, origin, AT_ORIGIN);
            playAll(threads, edge, AT_EDGE);
            await("players that wait for their streams")
                    .atMost(PATIENCE)
                    .until(() -> pulls(origin) == Clip.values().length && pulls(edge) == Clip.values().length);

            var encoders = Stream.of(Clip.values())
                    .map(clip -> Ffmpeg.shipped().publishOnce(clip, origin.url(name(clip))))
                    .toList();
            await("the middle of the clips")
                    .atMost(PATIENCE)
                    .until(() -> 2 * origin.metrics().rtmp.receivedBytes.count() > bytesOfAllClips());
            playAll(threads, edge, LATE_AT_EDGE);
            encoders.forEach(encoder -> encoder.awaitSuccess(PATIENCE));
        } // the threads end when the players do, and those when their streams do
    }

    private static void playAll(ExecutorService threads, LiveNode node, Map<Clip, Future<List<Packet>>> players) {
        for (Clip clip : Clip.values()) {
            players.put(clip, threads.submit(() -> Ffmpeg.shipped().packets(node.url(name(clip)))));
        }
    }

    @Test
    void h264AndAac() throws Exception {
        assertPlayed(Clip.H264_AAC);
    }

    @Test
    void hevcAndAacByEnhancedRtmp() throws Exception {
        assertPlayed(Clip.HEVC_AAC);
    }

    @Test
    void av1AndOpusByEnhancedRtmp() throws Exception {
        assertPlayed(Clip.AV1_OPUS);
    }

    @Test
    void audioAlone() throws Exception {
        assertPlayed(Clip.AAC);
    }

    @Test
    void videoAlone() throws Exception {
        assertPlayed(Clip.H264);
    }

    private static void assertPlayed(Clip clip) throws Exception {
        var published = clip.packets();
        new Played(published, packets(AT_ORIGIN, clip)).isWhole();
        // on a busy machine the pull may begin with the second group of pictures
        int first = new Played(published, packets(AT_EDGE, clip)).isRunToTheEnd();
        assertThat(first).as("first frame of who waited at the edge").isLessThanOrEqualTo(2 * Played.GOP);
        int joined = new Played(published, packets(LATE_AT_EDGE, clip)).isRunToTheEnd();
        if (clip.hasVideo()) {
            assertThat(joined).as("first frame of the late player").isPositive();
        }
    }

    private static List<Packet> packets(Map<Clip, Future<List<Packet>>> players, Clip clip) throws Exception {
        return Objects.requireNonNull(players.get(clip)).get();
    }

    private static double pulls(LiveNode node) {
        return node.metric("headwater_pulls");
    }

    private static long bytesOfAllClips() {
        return Stream.of(Clip.values())
                .mapToLong(clip -> clip.file().toFile().length())
                .sum();
    }

    private static String name(Clip clip) {
        return clip.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
