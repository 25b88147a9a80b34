package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.HlsMaster;
import dev.headwater.testkit.HlsPlaylist;
import dev.headwater.testkit.HlsRules;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.Packet;
import dev.headwater.testkit.Packet.Medium;
import dev.headwater.testkit.PemCertificate;
import dev.headwater.testkit.RunningProgram;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HLS from edges: what ffmpeg and a client of our own get of streams that ffmpeg publishes to an origin. */
class HlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration PLAYED = Duration.ofSeconds(4);

    @TempDir
    private static Path folder;

    private static PemCertificate certificate;
    private static LiveCluster cluster;
    private static LiveNode origin;
    private static LiveNode edge;
    private static LiveNode other;

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
                "apps.off.hls.container=off",
                "apps.secret.hls.encryption=aes-128",
                "apps.secret.hls.segments-per-key=2");
        origin = cluster.origin();
        edge = cluster.edge();
        other = cluster.edge();
        await("all know all").atMost(PATIENCE).until(() -> edge.knows(origin) && other.knows(origin));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void awaitLive(String name) {
        await(name + " is live")
                .atMost(PATIENCE)
                .until(() -> edge.streams().contains(name + "@" + origin.node().name()));
    }

    // ---- what ffmpeg plays --------------------------------------------------------------------------------------

    /** A clip as ffmpeg plays it. */
    private record Watched(Clip clip, String container) {
        String stream() {
            return "clip-" + clip.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The others have other bytes around them. */
        boolean hasTheSameBytes() {
            return container.equals("fmp4") && clip != Clip.AV1_OPUS;
        }

        List<Packet> published() {
            return hasTheSameBytes()
                    ? clip.packets()
                    : Ffmpeg.shipped().decoded(clip.file().toString());
        }

        List<Packet> played() {
            var url = new HlsClient(edge)
                    .uri("/live/" + stream() + ".m3u8?container=" + container)
                    .toString();
            return hasTheSameBytes()
                    ? Ffmpeg.shipped().packets(url, PLAYED)
                    : Ffmpeg.shipped().decoded(url, PLAYED);
        }
    }

    private static final List<Watched> WATCHED = List.of(
            new Watched(Clip.H264_AAC, "fmp4"),
            new Watched(Clip.H264_AAC, "ts"),
            new Watched(Clip.HEVC_AAC, "fmp4"),
            new Watched(Clip.HEVC_AAC, "ts"),
            new Watched(Clip.AV1_OPUS, "fmp4"),
            new Watched(Clip.H264_MP3, "ts"),
            new Watched(Clip.AAC, "fmp4"),
            new Watched(Clip.AAC, "ts"),
            new Watched(Clip.H264, "fmp4"));

    /** All at the same time, because each takes as long as what is played; the assertions then look at it. */
    @Test
    void ffmpegPlaysWhatWasPublished() {
        var encoders = new HashMap<String, RunningProgram>();
        var played = new LinkedHashMap<Watched, CompletableFuture<List<Packet>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var watched : WATCHED) {
                encoders.computeIfAbsent(
                        watched.stream(), stream -> Ffmpeg.shipped().publish(watched.clip(), origin.url(stream)));
            }
            encoders.keySet().forEach(HlsTest::awaitLive);
            WATCHED.forEach(watched -> played.put(watched, CompletableFuture.supplyAsync(watched::played, threads)));
            assertThat(played).allSatisfy((watched, packets) -> assertPlayed(watched, packets.join()));
            assertThat(encoders.values()).allMatch(RunningProgram::isRunning);
        } finally {
            encoders.values().forEach(RunningProgram::close);
        }
    }

    private static void assertPlayed(Watched watched, List<Packet> played) {
        var published = watched.published();
        if (watched.clip().hasVideo()) {
            assertThat(isRunOf(published, played, Medium.VIDEO)).isGreaterThan(90);
        }
        if (watched.clip().hasAudio()) {
            assertThat(
                            watched.hasTheSameBytes()
                                    ? isRunOf(published, played, Medium.AUDIO)
                                    : Packet.only(Medium.AUDIO, played).size())
                    .isGreaterThan(150);
        }
    }

    @Test
    void ffmpegDecryptsWhatIsEncryptedWithKeysThatAllNodesShare() {
        try (var encoder = Ffmpeg.shipped()
                        .publish(Clip.H264_AAC, origin.url("key").replace("/live/", "/secret/"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            awaitLive("key");
            Stream.of("fmp4", "ts")
                    .map(container -> CompletableFuture.runAsync(() -> assertDecrypted(container), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    private static void assertDecrypted(String container) {
        String path = "/secret/key.m3u8?container=" + container;
        var client = new HlsClient(edge);
        var playlist = client.playlists(path).getLast();
        assertThat(client.text(playlist)).contains("#EXT-X-KEY:METHOD=AES-128").doesNotContain("EXT-X-PART");
        var key = playlist.resolve("key-1");
        assertThat(client.get(key).body()).hasSize(16);
        var elsewhere = new HlsClient(other).uri(key.getPath());
        assertThat(new HlsClient(other).get(elsewhere).body())
                .isEqualTo(client.get(key).body());
        var published = Ffmpeg.shipped().decoded(Clip.H264_AAC.file().toString());
        var played = Ffmpeg.shipped().decoded(client.uri(path).toString(), PLAYED);
        assertThat(isRunOf(published, played, Medium.VIDEO)).isGreaterThan(90);
    }

    /** @return how many packets of the medium were played */
    private static int isRunOf(List<Packet> published, List<Packet> played, Medium medium) {
        var once = Packet.hashes(Packet.only(medium, published));
        var again = Stream.concat(once.stream(), once.stream()).toList(); // the clip is published in a loop
        var got = Packet.hashes(Packet.only(medium, played));
        assertThat(Collections.indexOfSubList(again, got))
                .as("%d %s packets are a run of the %d published", got.size(), medium, again.size())
                .isNotNegative();
        return got.size();
    }

    // ---- nodes agree --------------------------------------------------------------------------------------------

    /** All at the same time, because each takes as long as what is compared. */
    @Test
    void twoEdgesThatBeganAtDifferentTimesServeTheSameBytes() {
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("same"));
                var secret = Ffmpeg.shipped()
                        .publish(Clip.H264_AAC, origin.url("sealed").replace("/live/", "/secret/"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            awaitLive("same");
            awaitLive("sealed");
            var compared = Stream.of(
                            "/live/same.m3u8?container=fmp4",
                            "/live/same.m3u8?container=ts",
                            "/secret/sealed.m3u8?container=fmp4",
                            "/secret/sealed.m3u8?container=ts")
                    .map(path -> CompletableFuture.supplyAsync(() -> compared(path), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(compared)
                    .as("frames that origins dropped: %s", origin.metric("headwater_player_dropped_frames_total"))
                    .allSatisfy(names -> assertThat(names).doesNotContainValue(false));
            assertThat(compared.getFirst().keySet())
                    .anyMatch(name -> name.startsWith("video-init"))
                    .anyMatch(name -> name.matches("audio-\\d+\\.m4s"))
                    .anyMatch(name -> name.matches("video-\\d+\\.\\d+\\.m4s"));
            assertThat(compared.subList(2, 4))
                    .as("the key changes after two segments")
                    .allSatisfy(names -> assertThat(names.keySet())
                            .filteredOn(name -> name.startsWith("key-"))
                            .hasSizeGreaterThan(1));
            assertThat(encoder.isRunning() && secret.isRunning()).isTrue();
        }
    }

    /** Whether files of the same name were the same, whatever hash their addresses had; of three segments and what belongs to them. */
    private static Map<String, Boolean> compared(String path) {
        var one = new HlsClient(edge);
        var two = new HlsClient(other);
        var ofOne = one.playlists(path);
        await("some segments")
                .atMost(PATIENCE)
                .until(() -> one.playlist(ofOne.getLast()).segments().size() > 1);
        var ofTwo = two.playlists(path);
        assertThat(ofTwo).hasSameSizeAs(ofOne);
        var compared = new HashMap<String, Boolean>();
        await("segments at both").atMost(PATIENCE).until(() -> {
            for (int i = 0; i < ofOne.size(); i++) {
                compare(one, ofOne.get(i), two, ofTwo.get(i), compared);
            }
            return compared.keySet().stream()
                            .filter(name -> name.matches("(video|main)-\\d+\\.(m4s|ts)"))
                            .count()
                    > 2;
        });
        return compared;
    }

    private static void compare(HlsClient one, URI ofOne, HlsClient two, URI ofTwo, Map<String, Boolean> compared) {
        var first = files(one, ofOne);
        var second = files(two, ofTwo);
        first.forEach((name, file) -> {
            if (second.containsKey(name) && !compared.containsKey(name)) {
                var ours = one.get(file);
                var theirs = two.get(second.get(name));
                assertThat(List.of(ours.statusCode(), theirs.statusCode()))
                        .as(name)
                        .containsOnly(200);
                compared.put(name, Arrays.equals(ours.body(), theirs.body()));
            }
        });
    }

    /** What a playlist names, by its name alone. */
    private static Map<String, URI> files(HlsClient client, URI playlist) {
        return client.playlist(playlist).segments().stream()
                .filter(segment -> !segment.gap())
                .flatMap(segment -> Stream.concat(
                        Stream.of(segment.uri(), segment.map(), segment.key()),
                        segment.parts().stream().map(HlsPlaylist.Part::uri)))
                .filter(name -> !name.isEmpty())
                .distinct()
                .collect(Collectors.toMap(name -> name.replaceAll("\\?.*", ""), playlist::resolve));
    }

    @Test
    void soundThatBrowsersDoNotPlayInFragmentsComesInATransportStream() {
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_MP3, origin.url("mp3"))) {
            awaitLive("mp3");
            var client = new HlsClient(edge);
            assertThat(client.playlists("/live/mp3.m3u8"))
                    .singleElement()
                    .satisfies(main -> assertThat(main.getPath()).endsWith("/main.m3u8"));
            assertThat(client.playlists("/live/mp3.m3u8?container=fmp4")).hasSize(2);
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    // ---- low latency --------------------------------------------------------------------------------------------

    /** By HTTP/2, as Apple's players want it. */
    @Test
    void aPlayerWithLowLatencyGetsEachPartAsItComes() {
        try (var encoder = Ffmpeg.shipped().publish(Clip.H264_AAC, origin.url("low"))) {
            awaitLive("low");
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
            awaitLive("report");
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
            awaitLive("told");
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
                awaitLive("waits");
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
            awaitLive("file");
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
            awaitLive("count");
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
