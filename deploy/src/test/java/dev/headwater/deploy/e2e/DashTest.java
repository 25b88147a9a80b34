package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.DashManifest;
import dev.headwater.testkit.DashManifest.Track;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.FragmentedMp4;
import dev.headwater.testkit.Packet;
import dev.headwater.testkit.Packet.Medium;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** DASH from an edge: what ffmpeg and a strict reader of manifests get of streams that ffmpeg publishes to an origin. */
class DashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** A node that takes a stream's first frames late believes that all are from later. */
    private static final Duration LATE = Duration.ofSeconds(5);

    /** What ffmpeg plays: whole segments, and it looks into the one behind them. */
    private static final Duration LENGTH = Duration.ofSeconds(4);

    /** {@code hls.segment-duration}. */
    private static final Duration SEGMENT = Duration.ofSeconds(2);

    /** An answer is held no longer than six seconds, by the server's clock, to list more. */
    private static final Duration LONGEST_HELD = Duration.ofMillis(5_900);

    private static LiveCluster cluster;
    private static LiveNode origin;
    private static LiveNode edge;
    private static HlsClient client;

    @BeforeAll
    static void start() {
        cluster = new LiveCluster(
                "play.wait=2s",
                "play.linger=0s",
                "player.queue-duration=1m", // on a machine that stands still for seconds nodes lose nothing either
                "hls.session-timeout=8s",
                "hls.window=25", // lists begin where they began for as long as ffmpeg plays, and longer
                "apps.secret.hls.encryption=aes-128",
                "apps.closed.auth.play=refuse");
        origin = cluster.origin();
        edge = cluster.edge();
        client = new HlsClient(edge);
        await("all know all").atMost(PATIENCE).until(() -> edge.knows(origin));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** All at the same time, because each takes as long as what is played. */
    @Test
    void ffmpegPlaysWhatWasPublished() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Stream.of(Clip.H264_AAC, Clip.HEVC_AAC, Clip.AV1_OPUS, Clip.AAC)
                    .map(clip -> CompletableFuture.runAsync(() -> assertPlayed(clip), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    private static void assertPlayed(Clip clip) {
        String name = "dash-" + clip.name().replace('_', '-').toLowerCase(Locale.ROOT);
        try (var encoder = Ffmpeg.shipped().publish(clip, origin.url(name))) {
            edge.awaitStream(name, origin);
            var address = client.uri("/live/" + name + ".mpd");
            awaitPlaceOfNumbers(address);
            var played = Ffmpeg.shipped().packets(address.toString(), LENGTH);
            for (var medium : List.of(Medium.VIDEO, Medium.AUDIO)) {
                var published = Packet.only(medium, clip.packets());
                var got = Packet.only(medium, played);
                assertThat(got.isEmpty()).isEqualTo(published.isEmpty());
                if (clip != Clip.AV1_OPUS || medium == Medium.AUDIO) { // of AV1, delimiters go
                    assertThat(Packet.breakInRun(got, published))
                            .as("%s of %s", medium, clip)
                            .isEmpty();
                }
            }
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    /**
     * ffmpeg 8 confuses a segment's number with its place in the list when the next manifest lists more (refresh_manifest of its dashdec.c): of any
     * server's numbered live segments it plays some again. The two do no harm while each number that it comes to is a place in the list, or the one
     * after it.
     */
    private static void awaitPlaceOfNumbers(URI address) {
        await("a list as long as its numbers are high").atMost(PATIENCE).until(() -> {
            var tracks =
                    DashManifest.read(client.text(address)).periods().getLast().tracks();
            var segments = tracks.getFirst().segments();
            return segments.size() >= segments.getFirst().number() + LENGTH.dividedBy(SEGMENT);
        });
    }

    @Test
    void manifestNamesWhatIsThereAndWhen() {
        await("nobody plays").atMost(PATIENCE).until(() -> players() == 0);
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("sound"))) {
            edge.awaitStream("sound", origin);
            var address = client.uri("/live/sound.mpd");
            var session =
                    address.resolve(DashManifest.read(client.text(address)).location());
            var fetched = new HashSet<String>();
            await("ten segments").atMost(PATIENCE).until(() -> {
                var manifest = DashManifest.read(client.text(session));
                assertThat(manifest.isLive()).isTrue();
                var here = session.resolve(manifest.location());
                for (var track : manifest.periods().getLast().tracks()) {
                    fetchNew(here, manifest.start(), track, fetched);
                }
                assertThat(players()).isEqualTo(1);
                return fetched.size() >= 10;
            });
            assertThat(encoder.isRunning()).isTrue();
        }
        var address = client.uri("/live/sound.mpd");
        await("no more players").atMost(PATIENCE).until(() -> players() == 0);
        assertThat(client.get(address).statusCode()).isEqualTo(404);
    }

    private static void fetchNew(URI here, Instant start, Track track, Set<String> fetched) {
        byte[] init = client.get(here.resolve(track.initialization())).body();
        for (var segment : track.segments()) {
            if (fetched.add(segment.address())) {
                var answer = client.get(here.resolve(segment.address()));
                assertThat(answer.statusCode()).as(segment.address()).isEqualTo(200);
                var media = FragmentedMp4.read(init, answer.body());
                double startMs = media.fragments().getFirst().baseTime() * 1_000.0 / media.timescale();
                assertThat(startMs).isCloseTo((double) segment.mediaMs(), within(2.0));
                assertThat(start.plusMillis(segment.startMs() + segment.durationMs()))
                        .isBefore(Instant.now().plus(LATE));
            }
        }
    }

    /** Or is held for as long as any: a machine that stands still may make no three in that time. */
    @Test
    void firstManifestListsThreeSegmentsOfEachTrack() {
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("first"))) {
            edge.awaitStream("first", origin);
            client.text(client.uri("/live/first.hls/2000/video.m3u8")); // which waits for the first segment
            long askedNanos = System.nanoTime();
            var tracks = DashManifest.read(client.text(client.uri("/live/first.mpd")))
                    .periods()
                    .getLast()
                    .tracks();
            boolean isHeldToTheEnd = System.nanoTime() - askedNanos >= LONGEST_HELD.toNanos();
            assertThat(tracks).hasSize(2).allMatch(track -> track.segments().size() >= 3 || isHeldToTheEnd);
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    @Test
    void manifestOfAStreamThatIsOverIsStatic() {
        URI next;
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("over"))) {
            edge.awaitStream("over", origin);
            var address = client.uri("/live/over.mpd");
            next = address.resolve(DashManifest.read(client.text(address)).location());
            assertThat(encoder.isRunning()).isTrue();
        }
        await("the end")
                .atMost(PATIENCE)
                .until(() -> !DashManifest.read(client.text(next)).isLive());
    }

    @Test
    void whatIsNotThereIsToldWithAStatus() {
        assertThat(client.status("/live/nobody.mpd")).isEqualTo(404);
        assertThat(client.status("/closed/one.mpd")).isEqualTo(403);
        assertThat(client.status("/secret/one.mpd")).isEqualTo(404);
        assertThat(client.status("/live/../live/one.mpd")).isEqualTo(400);
    }

    private static double players() {
        return edge.metric("headwater_players", "protocol=\"hls\"");
    }
}
