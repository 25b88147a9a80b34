package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.Packet;
import dev.headwater.testkit.Packet.Medium;
import dev.headwater.testkit.RunningProgram;
import dev.headwater.testkit.SystemClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Players that people have show, of whatever an edge serves, the pictures that were published. A missing player is skipped. */
class PlayersShowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** I420, as large as clips are. */
    private static final int PICTURE_BYTES = 320 * 180 * 3 / 2;

    /** Three seconds. */
    private static final int PICTURES = 75;

    /** As many as players want to stand back from the end: less is a stream that has begun just now. */
    private static final int SEGMENTS = 4;

    private static final String FLV = "show.flv";
    private static final String HLS = "show.m3u8";
    private static final String HLS_TS = "show.m3u8?container=ts";
    private static final String DASH = "show.mpd";

    @TempDir
    private static Path folder;

    private static LiveCluster cluster;
    private static LiveNode edge;
    private static RunningProgram encoder;
    private static List<String> published;

    /** GStreamer has a decoder (openh264) that makes other pictures of B-frames, so there are none. */
    @BeforeAll
    static void publish() {
        cluster = new LiveCluster();
        var origin = cluster.origin();
        edge = cluster.edge();
        await("the edge knows the origin").atMost(PATIENCE).until(() -> edge.knows(origin));
        var pictures = Clip.H264.file().toString();
        published = Packet.hashes(Packet.only(Medium.VIDEO, Ffmpeg.shipped().decoded(pictures)));
        encoder = Ffmpeg.shipped()
                .start(List.of(
                        "-re",
                        "-stream_loop",
                        "-1",
                        "-i",
                        pictures,
                        "-re",
                        "-stream_loop",
                        "-1",
                        "-i",
                        Clip.AAC.file().toString(),
                        "-c",
                        "copy",
                        "-f",
                        "flv",
                        origin.url("show")));
        await("published")
                .atMost(PATIENCE)
                .until(() -> edge.streams().contains("show@" + origin.node().name()));
        var client = new HlsClient(edge);
        var playlists = Stream.of(HLS, HLS_TS)
                .map(address -> client.playlists("/live/" + address).getLast())
                .toList();
        await("segments in both containers")
                .atMost(PATIENCE)
                .until(() -> playlists.stream()
                        .allMatch(
                                playlist -> client.playlist(playlist).segments().size() >= SEGMENTS));
    }

    @AfterAll
    static void stop() {
        encoder.close();
        cluster.close();
    }

    /** Its demultiplexer of DASH (1.22) asks for segments that are still minutes away. */
    @Test
    void gstreamer() throws Exception {
        assertShown(SystemClients::gstreamerDecode, FLV, HLS, HLS_TS);
    }

    @Test
    void vlc() throws Exception {
        assertShown(SystemClients::vlcDecode, FLV, HLS, HLS_TS, DASH, "rtmp");
    }

    private interface Player {
        /** Writes pictures into the file until it is stopped. */
        RunningProgram decode(String url, Path file);
    }

    /** All at the same time, because each takes as long as what it plays. */
    private static void assertShown(Player player, String... outputs) throws Exception {
        Map<Path, RunningProgram> players = new LinkedHashMap<>();
        try {
            for (String output : outputs) {
                var url = output.equals("rtmp") ? edge.url("show") : edge.httpUrl("http", output);
                var file = Files.createTempFile(folder, output.replaceAll("\\W", "-"), ".yuv");
                players.put(file, player.decode(url, file));
            }
            for (var shown : players.entrySet()) {
                await("pictures")
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(Files.size(shown.getKey()) / PICTURE_BYTES)
                                .as(() ->
                                        shown.getKey() + " " + shown.getValue().output())
                                .isGreaterThanOrEqualTo(PICTURES));
            }
        } finally {
            players.values().forEach(RunningProgram::close);
        }
        for (Path file : players.keySet()) {
            assertThat(published).as(file.toString()).containsAll(pictures(file));
        }
        assertThat(encoder.isRunning()).as(encoder::output).isTrue();
    }

    /** The hashes of the first pictures. */
    private static List<String> pictures(Path file) throws IOException, NoSuchAlgorithmException {
        var md5 = MessageDigest.getInstance("MD5"); // as ffmpeg's framemd5 has them
        var hashes = new ArrayList<String>();
        try (var in = Files.newInputStream(file)) {
            while (hashes.size() < PICTURES) {
                hashes.add(HexFormat.of().formatHex(md5.digest(in.readNBytes(PICTURE_BYTES))));
            }
        }
        return hashes;
    }
}
