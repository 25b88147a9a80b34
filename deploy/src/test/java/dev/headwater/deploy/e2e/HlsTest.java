package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.HlsPlaylist;
import dev.headwater.testkit.Packet;
import dev.headwater.testkit.Packet.Medium;
import dev.headwater.testkit.RunningProgram;
import java.net.URI;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HLS from edges: what ffmpeg plays of streams that it publishes to an origin, and whether nodes serve the same. */
class HlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration PLAYED = Duration.ofSeconds(4);

    private static LiveCluster cluster;
    private static LiveNode origin;
    private static LiveNode edge;
    private static LiveNode other;

    @BeforeAll
    static void start() {
        cluster = new LiveCluster(
                "play.wait=2s",
                "play.linger=0s",
                "player.queue-duration=1m", // on a machine that stands still for seconds nodes lose nothing either
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
            encoders.keySet().forEach(name -> edge.awaitStream(name, origin));
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
            edge.awaitStream("key", origin);
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
            edge.awaitStream("same", origin);
            edge.awaitStream("sealed", origin);
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
            edge.awaitStream("mp3", origin);
            var client = new HlsClient(edge);
            assertThat(client.playlists("/live/mp3.m3u8"))
                    .singleElement()
                    .satisfies(main -> assertThat(main.getPath()).endsWith("/main.m3u8"));
            assertThat(client.playlists("/live/mp3.m3u8?container=fmp4")).hasSize(2);
            assertThat(encoder.isRunning()).isTrue();
        }
    }
}
