package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.FrameKind;
import dev.headwater.media.flv.FlvReader;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.Packet;
import dev.headwater.testkit.PemCertificate;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ffmpeg plays by HTTP what it has published by RTMP, frame for frame; and so do others by whatever HTTP there is. */
class HttpFlvPlayersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void everyCodecIsPlayedAtAnOriginAndAtAnEdge() throws Exception {
        Stream.of(Clip.values()).forEach(Clip::file);
        Map<Clip, Future<List<Packet>>> atOrigin = new EnumMap<>(Clip.class);
        Map<Clip, Future<List<Packet>>> atEdge = new EnumMap<>(Clip.class);
        try (var cluster = new LiveCluster("play.wait=60s");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            for (Clip clip : Clip.values()) {
                atOrigin.put(clip, threads.submit(() -> Ffmpeg.shipped().packets(url(origin, clip))));
                atEdge.put(clip, threads.submit(() -> Ffmpeg.shipped().packets(url(edge, clip))));
            }
            await("players that wait for their streams")
                    .atMost(PATIENCE)
                    .until(() -> origin.metric("headwater_pulls") == Clip.values().length
                            && edge.metric("headwater_pulls") == Clip.values().length);
            var encoders = Stream.of(Clip.values())
                    .map(clip -> Ffmpeg.shipped().publishOnce(clip, origin.url(name(clip))))
                    .toList();
            await("all of them listed")
                    .atMost(PATIENCE)
                    .until(() -> origin.metric("headwater_players", "protocol=\"http-flv\"") == Clip.values().length);
            assertThat(edge.api("clients?node=" + edge.node().name())
                            .getJsonArray("clients")
                            .toString())
                    .contains("\"protocol\":\"http-flv\"");
            encoders.forEach(encoder -> encoder.awaitSuccess(PATIENCE));
        }
        for (Clip clip : Clip.values()) {
            new Played(
                            clip.packets(),
                            Objects.requireNonNull(atOrigin.get(clip)).get())
                    .isWhole();
            // on a busy machine the pull may begin with the second group of pictures
            var _ = new Played(
                            clip.packets(),
                            Objects.requireNonNull(atEdge.get(clip)).get())
                    .isRunToTheEnd();
        }
    }

    @Test
    void whatFfmpegPostsToAnEdgeIsPlayedAtTheOrigin() throws Exception {
        var clip = Clip.H264_AAC;
        clip.file();
        try (var cluster = new LiveCluster("play.wait=60s");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await().until(() -> edge.knows(origin));
            var played = threads.submit(() -> Ffmpeg.shipped().packets(url(origin, clip)));
            await("the player that waits").atMost(PATIENCE).until(() -> origin.metric("headwater_pulls") == 1);
            Ffmpeg.shipped().publishOnce(clip, url(edge, clip)).awaitSuccess(PATIENCE);
            var _ = new Played(clip.packets(), played.get()).isRunToTheEnd();
        }
    }

    private static String url(LiveNode node, Clip clip) {
        return "http://127.0.0.1:%d/live/%s.flv".formatted(node.node().port("http.port"), name(clip));
    }

    private static String name(Clip clip) {
        return clip.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Test
    void withinTlsToo() throws Exception {
        var pem = PemCertificate.make(folder, "node", "EC", "localhost");
        Vertx vertx = Vertx.vertx();
        try (var cluster = new LiveCluster("tls.certificates=" + pem, "rtmps.port=0", "https.port=0")) {
            var origin = cluster.origin();
            int port = origin.node().port("https.port");
            try (var encoder = Encoder.at(origin, "show", 0)) {
                encoder.sendGop();
                assertThat(frames(vertx, HttpVersion.HTTP_2, port, "/live/show.flv"))
                        .isPositive();
                assertThat(frames(vertx, HttpVersion.HTTP_1_1, port, "/live/show.flv"))
                        .isPositive();
                await().until(() -> origin.metric("headwater_players") == 0);
            }
        } finally {
            vertx.close().await();
        }
    }

    /** Plays until a group of pictures has come. */
    private static int frames(Vertx vertx, HttpVersion version, int port, String path) {
        var options = new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setUseAlpn(true)
                .setProtocolVersion(version);
        var client = vertx.createHttpClient(options);
        var pictures = new AtomicInteger();
        var flv = new FlvReader(1 << 20, frame -> {
            if (frame.kind() == FrameKind.VIDEO && !frame.isSequenceHeader()) {
                pictures.incrementAndGet();
            }
        });
        var response = client.request(HttpMethod.GET, port, "localhost", path)
                .compose(request -> request.send().onSuccess(HttpClientResponse::pause))
                .await();
        assertThat(response.version()).isEqualTo(version);
        assertThat(response.statusCode()).isEqualTo(200);
        response.handler(bytes -> flv.read(Unpooled.wrappedBuffer(bytes.getBytes())))
                .resume();
        await().until(() -> pictures.get() >= Encoder.GOP - 1);
        client.close().await();
        return pictures.get();
    }
}
