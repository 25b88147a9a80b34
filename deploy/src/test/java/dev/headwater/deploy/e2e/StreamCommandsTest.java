package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.deploy.HeadwaterCommand;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvReader;
import dev.headwater.media.flv.FlvWriter;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.PemCertificate;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that are sent, looked at and fetched from a shell. */
class StreamCommandsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CLIP = Clip.H264_AAC.file().toString();

    @TempDir
    private Path folder;

    private record Typed(int exit, String out, String err) {
        static Typed of(String... words) {
            var out = new StringWriter();
            var err = new StringWriter();
            int exit = HeadwaterCommand.commandLine()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err))
                    .execute(words);
            return new Typed(exit, out.toString(), err.toString());
        }
    }

    private static CompletableFuture<Typed> publishing(LiveNode node, String url, String... options) {
        var words = new ArrayList<>(List.of("publish", CLIP, url));
        words.addAll(List.of(options));
        var publishing = CompletableFuture.supplyAsync(() -> Typed.of(words.toArray(String[]::new)));
        await().atMost(PATIENCE)
                .until(() ->
                        publishing.isDone() || node.metrics().rtmp.publishers.value() == 1);
        return publishing;
    }

    private static List<MediaFrame> frames(Path file) throws IOException {
        var frames = new ArrayList<MediaFrame>();
        new FlvReader(1 << 20, frames::add).read(Unpooled.wrappedBuffer(Files.readAllBytes(file)));
        return frames;
    }

    @Test
    void aStreamIsPublishedProbedAndPlayed() throws Exception {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var publishing = publishing(origin, origin.url("news?key=secret"), "--loop");

            var probed = Typed.of("probe", origin.url("news"), "--for", "3s", "--json");
            assertThat(probed.exit()).as(probed.err()).isZero();
            var report = new JsonObject(probed.out());
            var video = report.getJsonObject("video");
            assertThat(video.getString("codec")).isEqualTo("avc1");
            assertThat(video.getInteger("width")).isEqualTo(320);
            assertThat(video.getInteger("height")).isEqualTo(180);
            assertThat(video.getDouble("fps")).isBetween(24.0, 26.0);
            assertThat(video.getDouble("gop_ms")).isBetween(900.0, 1_100.0);
            assertThat(video.getDouble("kbits")).isBetween(100.0, 1_000.0);
            assertThat(report.getJsonObject("audio").getString("codec")).isEqualTo("mp4a");
            assertThat(report.getJsonObject("audio").getInteger("sample_rate")).isEqualTo(48_000);
            assertThat(report.getDouble("first_frame_ms")).isBetween(0.0, 10_000.0);

            var file = folder.resolve("news.flv");
            var played = Typed.of("play", origin.url("news"), "-o", file.toString(), "--for", "2s");
            assertThat(played.exit()).as(played.err()).isZero();
            var frames = frames(file);
            assertThat(frames).anyMatch(MediaFrame::isMetadata).anyMatch(MediaFrame::isSequenceHeader);
            var pictures = frames.stream()
                    .filter(frame -> frame.kind() == FrameKind.VIDEO && !frame.isSequenceHeader())
                    .toList();
            assertThat(pictures.getFirst().isKeyFrame()).isTrue();
            assertThat(pictures.getFirst().timestampMs()).isLessThan(100);
            assertThat(pictures)
                    .hasSizeGreaterThan(25)
                    .isSortedAccordingTo((a, b) -> Long.compare(a.timestampMs(), b.timestampMs()));

            for (String scheme : List.of("http", "ws")) {
                var overHttp = Typed.of("probe", origin.httpUrl(scheme, "news.flv"), "--for", "1s", "--json");
                assertThat(overHttp.exit()).as(overHttp.err()).isZero();
                assertThat(new JsonObject(overHttp.out()).getJsonObject("video").getInteger("width"))
                        .isEqualTo(320);
            }

            origin.post(200, "streams/live/news/kick");
            var published = publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(published.exit()).isEqualTo(1);
            assertThat(published.err()).containsPattern("after \\d+ frames: ").doesNotContain("secret");
        }
    }

    @Test
    void aFileIsPublishedOnceAtItsOwnPace() throws Exception {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            long begun = System.nanoTime();
            var published = publishing(origin, origin.url("once")).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(published.exit()).as(published.err()).isZero();
            assertThat(published.out()).matches("published \\d{3} frames, 0 of them dropped\\s");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Clip.LENGTH.minusSeconds(1), Clip.LENGTH.plus(PATIENCE));
        }
    }

    @Test
    void aStreamWithoutMediaIsNotWaitedForLongerThanOneIsAskedTo() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            try (var encoder = origin.client()) {
                int stream = encoder.publish("silent");
                encoder.data(stream, 0, Payloads.setDataFrame());
                encoder.video(stream, 0, Payloads.avcSequenceHeader());
                await().atMost(PATIENCE).until(() -> origin.streams().contains("silent@origin-1"));
                var file = folder.resolve("silent.flv").toString();
                var played = Typed.of("play", origin.url("silent"), "-o", file, "--timeout", "1s");
                assertThat(played.exit()).isEqualTo(1);
                assertThat(played.err()).contains("no frame within 1 s").doesNotContain("did not answer");
            }
        }
    }

    @Test
    void aStreamThatEndsIsToldFromAConnectionThatBreaks() throws Exception {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var publishing = publishing(origin, origin.url("news"), "--loop");
            CompletableFuture<Typed> cut;
            try (var line = Line.to(origin)) {
                cut = playing(line.url("news"), folder.resolve("cut.flv"));
            }
            assertThat(cut)
                    .succeedsWithin(PATIENCE)
                    .satisfies(typed -> assertThat(typed.exit()).isEqualTo(1))
                    .satisfies(
                            typed -> assertThat(typed.err()).containsPattern("after \\d+ frames, which are in .*: "));

            var whole = playing(origin.url("news"), folder.resolve("whole.flv"));
            origin.post(200, "streams/live/news/kick");
            assertThat(whole)
                    .succeedsWithin(PATIENCE)
                    .satisfies(typed -> assertThat(typed.exit()).as(typed.err()).isZero())
                    .satisfies(typed -> assertThat(typed.out()).contains("ended by the server: "));
            assertThat(publishing).succeedsWithin(PATIENCE);
        }
    }

    private static CompletableFuture<Typed> playing(String url, Path file) {
        var playing = CompletableFuture.supplyAsync(() -> Typed.of("play", url, "-o", file.toString()));
        await().atMost(PATIENCE).until(() -> playing.isDone() || file.toFile().length() > 10_000);
        return playing;
    }

    private String flv(Stream<MediaFrame> frames) throws IOException {
        var bytes = Unpooled.buffer();
        FlvWriter.encodeHeader(true, true, bytes);
        frames.forEach(frame -> FlvWriter.encodeTag(frame, bytes));
        var file = folder.resolve("made.flv");
        Files.write(file, ByteBufUtil.getBytes(bytes));
        return file.toString();
    }

    @Test
    void aFileCutFromARunningStreamBeginsAtOnce() throws Exception {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var hour = Duration.ofHours(1).toMillis();
            var file = flv(frames(Clip.H264_AAC.file()).stream()
                    .filter(frame -> frame.timestampMs() < 1_000)
                    .map(frame -> frame.isMetadata() ? frame : frame.at(hour + frame.timestampMs())));
            assertThat(CompletableFuture.supplyAsync(() -> Typed.of("publish", file, origin.url("cut"))))
                    .succeedsWithin(PATIENCE)
                    .satisfies(typed -> assertThat(typed.exit()).as(typed.err()).isZero());
        }
    }

    @Test
    void aFileIsNotPublishedBeforeTheServerHasTakenAllOfIt() throws Exception {
        try (var cluster = new LiveCluster();
                var line = Line.thatStalls(cluster.origin(), 100_000)) {
            byte[] large = Payloads.avcKeyFrame(0, 1_000_000);
            var file = flv(Stream.generate(() -> MediaFrame.of(FrameKind.VIDEO, 0, large))
                    .limit(16));
            var published = Typed.of("publish", file, line.url("stuck"), "--timeout", "2s");
            assertThat(published.exit()).isEqualTo(1);
            assertThat(published.err()).contains("the server did not take the last of them within 2 s");
        }
    }

    @Test
    void whoeverRefusesIsNamed() {
        try (var cluster = new LiveCluster("play.wait=0s")) {
            var open = cluster.origin();
            var closed = cluster.origin("auth.publish=refuse");
            assertThat(Typed.of("probe", open.url("none")))
                    .satisfies(typed -> assertThat(typed.exit()).isEqualTo(1))
                    .satisfies(typed -> assertThat(typed.err())
                            .contains(open.url("none") + ": refused: NetStream.Play.StreamNotFound"));
            assertThat(Typed.of(
                                    "play",
                                    open.url("none"),
                                    "-o",
                                    folder.resolve("none.flv").toString())
                            .err())
                    .contains("refused: NetStream.Play.StreamNotFound");
            assertThat(Typed.of("publish", CLIP, closed.url("news")).err()).contains("refused: NetStream.Publish.");
            assertThat(Typed.of("probe", "rtmp://127.0.0.1:1/live/news").err()).contains("connection refused");
            assertThat(Typed.of("probe", "http://127.0.0.1/live/news").exit()).isEqualTo(2);
        }
    }

    @Test
    void aStreamIsReachedWithinTlsIfTheCertificateIsKnown() {
        var pem = PemCertificate.make(folder, "node", "EC", "localhost");
        try (var cluster = new LiveCluster("tls.certificates=" + pem, "rtmps.port=0", "https.port=0")) {
            var origin = cluster.origin();
            String url =
                    "rtmps://localhost:%d/live/news".formatted(origin.node().port("rtmps.port"));
            var publishing = publishing(origin, url, "--insecure");
            assertThat(publishing).isNotDone();
            assertThat(Typed.of("probe", url, "--for", "1s").err()).contains("TLS: ");
            var probed = Typed.of("probe", url, "--for", "2s", "--insecure");
            assertThat(probed.exit()).as(probed.err()).isZero();
            assertThat(probed.out()).containsPattern("video +avc1 320x180 ").containsPattern("GOP +1\\.0 s, 25 frames");
            origin.post(200, "streams/live/news/kick");
        }
    }
}
