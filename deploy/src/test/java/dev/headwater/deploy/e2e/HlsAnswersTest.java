package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.HlsMaster;
import dev.headwater.testkit.HlsRules;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.PemCertificate;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HLS from an edge, request by request: low latency, what files are told with, and who counts as a player. */
class HlsAnswersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private static Path folder;

    private static PemCertificate certificate;
    private static LiveCluster cluster;
    private static LiveNode origin;
    private static LiveNode edge;

    @BeforeAll
    static void start() {
        certificate = PemCertificate.make(folder, "node", "EC", "localhost");
        cluster = new LiveCluster(
                "tls.certificates=" + certificate,
                "https.port=0",
                "rtmps.port=0",
                "play.wait=2s",
                "play.linger=0s",
                "player.queue-duration=1m", // on a machine that stands still for seconds nodes lose nothing either
                "hls.idle=5s",
                "hls.session-timeout=8s",
                "apps.closed.auth.play=refuse",
                "apps.off.hls.container=off");
        origin = cluster.origin();
        edge = cluster.edge();
        await("the edge knows the origin").atMost(PATIENCE).until(() -> edge.knows(origin));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    // ---- low latency --------------------------------------------------------------------------------------------

    /** By HTTP/2, as Apple's players want it. */
    @Test
    void aPlayerWithLowLatencyGetsEachPartAsItComes() {
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("low"))) {
            edge.awaitStream("low", origin);
            var client = HlsClient.secure(edge, certificate);
            var video = client.playlists("/live/low.m3u8").getLast();
            var rules = new HlsRules();
            var now = rules.read(client.text(video));
            var hinted = client.ask(video.resolve(now.hint().orElseThrow()));
            for (int i = 0; i < 16; i++) {
                long segment = now.lastNumber() + 1;
                int part = now.trailing().size();
                now = rules.read(
                        client.text(HlsClient.with(video, "_HLS_msn=%d&_HLS_part=%d".formatted(segment, part))));
                assertThat(now.lastNumber() >= segment || now.trailing().size() > part)
                        .isTrue();
            }
            assertThat(rules.broken()).isEmpty();
            assertThat(now.segments())
                    .filteredOn(segment -> !segment.parts().isEmpty())
                    .isNotEmpty()
                    .allMatch(segment -> segment.parts().getFirst().independent());
            assertThat(hinted.join().version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(hinted.join().statusCode()).isEqualTo(200);
            assertThat(hinted.join().body()).isNotEmpty();
            var delta = HlsClient.with(video, "_HLS_skip=YES");
            await("a delta update")
                    .atMost(PATIENCE)
                    .until(() -> new HlsRules().read(client.text(delta)).skipped() > 0);
            long far = now.lastNumber() + 20;
            assertThat(client.get(HlsClient.with(video, "_HLS_msn=" + far)).statusCode())
                    .isEqualTo(400);
            assertThat(client.get(HlsClient.with(video, "_HLS_part=1")).statusCode())
                    .isEqualTo(400);
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    @Test
    void soundIsWaitedForAsPicturesAreAndReported() {
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("report"))) {
            edge.awaitStream("report", origin);
            var client = new HlsClient(edge);
            var playlists = client.playlists("/live/report.m3u8");
            var audio = playlists.getFirst();
            var rules = new HlsRules();
            var sound = rules.read(client.text(audio));
            for (int i = 0; i < 6; i++) {
                long segment = sound.lastNumber() + 1;
                int part = sound.trailing().size();
                sound = rules.read(
                        client.text(HlsClient.with(audio, "_HLS_msn=%d&_HLS_part=%d".formatted(segment, part))));
                assertThat(sound.lastNumber() >= segment || sound.trailing().size() > part)
                        .isTrue();
                var report = client.playlist(playlists.getLast()).reports().getFirst();
                var later = client.playlist(audio);
                assertThat(audio.toString()).endsWith(report.uri());
                assertThat(report).matches(that -> that.isWithin(later), "is within " + later.trailing());
                var before = sound;
                assertThat(report).matches(that -> that.covers(before), "covers " + before.trailing());
            }
            assertThat(rules.broken()).isEmpty();
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    @Test
    void theMasterPlaylistTellsWhatComes() {
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("told"))) {
            edge.awaitStream("told", origin);
            var client = new HlsClient(edge);
            var apart = HlsMaster.read(client.text(client.uri("/live/told.m3u8")));
            var together = HlsMaster.read(client.text(client.uri("/live/told.m3u8?container=ts")));
            assertThat(apart.audio())
                    .hasValueSatisfying(audio -> assertThat(audio).containsEntry("CHANNELS", "1"));
            assertThat(together.audio()).isEmpty();
            assertThat(List.of(apart, together)).allSatisfy(master -> {
                assertThat(master.variant().get("CODECS")).matches("avc1\\.[0-9a-f]{6},mp4a\\.40\\.2");
                assertThat(master.variant()).containsEntry("RESOLUTION", "320x180");
                assertThat(Double.parseDouble(master.variant().get("FRAME-RATE")))
                        .isBetween(20.0, 30.0);
                assertThat(master.number("AVERAGE-BANDWIDTH")).isBetween(100_000L, master.number("BANDWIDTH"));
                assertThat(master.number("BANDWIDTH")).isLessThan(4_000_000);
            });
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    /** Whether they wait by then or come after it. */
    @Test
    void aThousandRequestsAreAnsweredWhenTheStreamEnds() {
        try (var log = LogCapture.of("dev.headwater")) {
            List<CompletableFuture<HttpResponse<byte[]>>> waiting;
            var client = new HlsClient(edge);
            try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("waits"))) {
                edge.awaitStream("waits", origin);
                var video = client.playlists("/live/waits.m3u8").getLast();
                long last = client.playlist(video).lastNumber();
                waiting = IntStream.range(0, 1_000)
                        .mapToObj(i -> client.ask(HlsClient.with(video, "_HLS_msn=" + (last + 2))))
                        .toList();
                assertThat(encoder.isRunning()).isTrue();
            }
            CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).join();
            assertThat(waiting.stream().map(answer -> answer.join().statusCode()))
                    .containsOnly(200);
            assertThat(log.stackTraces()).isZero();
        }
    }

    // ---- answers ------------------------------------------------------------------------------------------------

    @Test
    void whatIsNotThereIsToldWithAStatus() {
        var client = new HlsClient(edge);
        assertThat(client.status("/live/nobody.m3u8")).isEqualTo(404);
        assertThat(client.status("/closed/one.m3u8")).isEqualTo(403);
        assertThat(client.status("/closed/one.hls/2000/video.m3u8")).isEqualTo(403);
        assertThat(client.status("/off/one.m3u8")).isEqualTo(404);
        assertThat(client.status("/live/../live/one.m3u8")).isEqualTo(400);
        assertThat(client.status("/live/%2e%2e/one.m3u8")).isEqualTo(400);
        assertThat(client.status("/live/one.hls/2000/..%2fvideo.m3u8")).isEqualTo(404);
        assertThat(client.status("/live/one.hls/2001/video.m3u8")).isEqualTo(404);
        assertThat(client.status("/live/one.hls/99999/video.m3u8")).isEqualTo(404);
        assertThat(client.status("/live/one.hls/2000/other.txt")).isEqualTo(404);
        assertThat(client.status("/live/one.m3u8?container=avi")).isEqualTo(400);
    }

    @Test
    void filesHaveTagsRangesAndLongLives() {
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("file"))) {
            edge.awaitStream("file", origin);
            var client = new HlsClient(edge);
            var video = client.playlists("/live/file.m3u8").getLast();
            var file = video.resolve(client.playlist(video).segments().getLast().uri());
            var whole = client.get(file);
            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.headers().firstValue("content-type")).contains("video/mp4");
            assertThat(whole.headers().firstValue("cache-control")).contains("public, max-age=31536000, immutable");
            String tag = whole.headers().firstValue("etag").orElseThrow();
            assertThat(file.getQuery()).isEqualTo("v=" + tag.replace("\"", ""));
            for (String other : List.of(file.getPath(), file.getPath() + "?v=00000000")) {
                var unsure = client.get(video.resolve(other));
                assertThat(unsure.headers().firstValue("cache-control")).contains("public, max-age=60");
                assertThat(unsure.body()).isEqualTo(whole.body());
            }
            assertThat(client.get(file, "if-none-match", tag).statusCode()).isEqualTo(304);
            var range = client.get(file, "range", "bytes=10-19");
            assertThat(range.statusCode()).isEqualTo(206);
            assertThat(range.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 10, 20));
            assertThat(range.headers().firstValue("content-range")).contains("bytes 10-19/" + whole.body().length);
            assertThat(client.get(file, "range", "bytes=-5").body())
                    .isEqualTo(Arrays.copyOfRange(whole.body(), whole.body().length - 5, whole.body().length));
            assertThat(client.get(file, "range", "bytes=99999999-").statusCode())
                    .isEqualTo(416);
            assertThat(client.head(file).headers().firstValueAsLong("content-length"))
                    .hasValue(whole.body().length);
            assertThat(client.get(video).headers().firstValue("content-type"))
                    .contains("application/vnd.apple.mpegurl");
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    // ---- players ------------------------------------------------------------------------------------------------

    @Test
    void aSessionIsAPlayerAndItsStreamIsLetGoWhenNobodyAsks() {
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("count"))) {
            edge.awaitStream("count", origin);
            var client = new HlsClient(edge);
            await("nobody plays")
                    .atMost(PATIENCE)
                    .until(() -> players() == 0 && edge.metric("headwater_hls_packagers") == 0);
            for (int i = 0; i < 3; i++) {
                var playlist = client.playlists("/live/count.m3u8").getLast();
                assertThat(players()).as("who has fetched nothing").isEqualTo(i);
                client.text(playlist);
            }
            assertThat(players()).isEqualTo(3);
            assertThat(edge.metric("headwater_hls_packagers")).isEqualTo(1);
            assertThat(edge.metric("headwater_pulls")).isPositive();
            assertThat(edge.api("clients?node=" + edge.node().name()).encode()).contains("\"protocol\":\"hls\"");
            await("nobody plays any more").atMost(PATIENCE).until(() -> players() == 0);
            await("the packager ends").atMost(PATIENCE).until(() -> edge.metric("headwater_hls_packagers") == 0);
            await("the pull ends").atMost(PATIENCE).until(() -> edge.metric("headwater_pulls") == 0);
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    private static double players() {
        return edge.metric("headwater_players", "protocol=\"hls\"");
    }
}
