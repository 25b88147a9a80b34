package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvReader;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.PemCertificate;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients within TLS: ffmpeg by RTMPS, a browser's stack by HTTPS. */
class TlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    @Test
    void ffmpegPublishesAndPlaysByRtmpsAndIsOneOfTheClients() {
        var pem = PemCertificate.make(folder, "node", "RSA", "localhost");
        try (var cluster = new LiveCluster("tls.certificates=" + pem, "rtmps.port=0", "https.port=0")) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await().atMost(PATIENCE).until(() -> edge.knows(origin));
            try (var encoder = Ffmpeg.shipped()
                            .start(List.of(
                                    "-re",
                                    "-i",
                                    Clip.H264_AAC.file().toString(),
                                    "-c",
                                    "copy",
                                    "-f",
                                    "flv",
                                    "rtmps://localhost:%d/live/show"
                                            .formatted(origin.node().port("rtmps.port"))));
                    var player = Ffmpeg.shipped()
                            .start(List.of(
                                    "-i",
                                    "rtmps://localhost:%d/live/show"
                                            .formatted(edge.node().port("rtmps.port")),
                                    "-t",
                                    "1",
                                    "-c",
                                    "copy",
                                    "-f",
                                    "null",
                                    "-"))) {
                player.awaitSuccess(PATIENCE);
                assertThat(encoder.isRunning()).isTrue();
                assertThat(origin.api("clients").getJsonArray("clients")).isNotEmpty();
            }
        }
    }

    /** Media is written beside the codec of WebSocket, and not beside TLS. */
    @Test
    void flvByWebSocketWithinTlsIsWhatWasPublished() {
        var pem = PemCertificate.make(folder, "node", "EC", "localhost");
        try (var cluster = new LiveCluster(
                        "tls.certificates=" + pem,
                        "rtmps.port=0",
                        "https.port=0",
                        // on a machine that stands still for seconds nodes lose nothing either
                        "player.queue-duration=1m");
                var client = HttpClient.newBuilder().sslContext(pem.trusting()).build()) {
            var origin = cluster.origin();
            var received = new Pictures();
            try (var encoder = Ffmpeg.shipped().publish(Clip.H264, origin.url("show"))) {
                var socket = client.newWebSocketBuilder()
                        .buildAsync(
                                URI.create("wss://localhost:%d/live/show.flv"
                                        .formatted(origin.node().port("https.port"))),
                                received)
                        .join();
                await().atMost(PATIENCE).until(() -> received.payloads.size() >= 100);
                socket.abort();
                assertThat(encoder.isRunning()).isTrue();
            }
            var published = new Pictures();
            published.read(Files.readAllBytes(Clip.H264.file()));
            var again = Stream.concat(published.payloads.stream(), published.payloads.stream())
                    .toList(); // it is published in a loop
            assertThat(Collections.indexOfSubList(again, received.payloads.subList(0, 100)))
                    .isNotNegative();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hashes of the pictures in FLV. */
    private static final class Pictures implements WebSocket.Listener {
        private final List<Integer> payloads = new CopyOnWriteArrayList<>();
        private final FlvReader reader = new FlvReader(1 << 20, this::add);

        private void add(MediaFrame frame) {
            if (frame.kind() == FrameKind.VIDEO && frame.isCoded()) {
                payloads.add(Arrays.hashCode(frame.payload()));
            }
        }

        void read(byte[] flv) {
            reader.read(Unpooled.wrappedBuffer(flv));
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            reader.read(Unpooled.wrappedBuffer(data));
            socket.request(1);
            return null;
        }
    }

    @Test
    void httpsIsSpokenInVersionTwoAndAfterTheHeaderOfABalancer() throws Exception {
        var pem = PemCertificate.make(folder, "node", "EC", "localhost");
        try (var cluster = new LiveCluster("tls.certificates=" + pem, "rtmps.port=0", "https.port=0");
                var client = HttpClient.newBuilder().sslContext(pem.trusting()).build()) {
            var origin = cluster.origin();
            var uri = URI.create("https://localhost:%d/route/live/none"
                    .formatted(origin.node().port("https.port")));
            var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);

            var balanced = cluster.edge("http.proxies=127.0.0.0/8");
            int port = balanced.node().port("https.port");
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream()
                        .write("PROXY TCP4 203.0.113.9 192.0.2.1 40000 8443\r\n".getBytes(StandardCharsets.US_ASCII));
                try (var tls = pem.trusting().getSocketFactory().createSocket(socket, "localhost", port, true)) {
                    tls.getOutputStream()
                            .write("GET /route/live/none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    assertThat(new String(tls.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                            .startsWith("HTTP/1.1 404 ");
                }
            }
        }
    }

    @Test
    void noMoreHandshakesAreUnderWayThanMayBe() throws Exception {
        var pem = PemCertificate.make(folder, "bounded", "EC", "localhost");
        try (var cluster = new LiveCluster(
                        "tls.certificates=" + pem, "rtmps.port=0", "https.port=0", "tls.max-handshakes=2");
                var log = LogCapture.of("dev.headwater")) {
            var origin = cluster.origin();
            int port = origin.node().port("rtmps.port");
            var loopback = InetAddress.getLoopbackAddress();
            try (var first = new Socket(loopback, port);
                    var second = new Socket(loopback, origin.node().port("https.port"))) {
                await().untilAsserted(() -> {
                    try (var third = new Socket(loopback, port)) {
                        third.setSoTimeout(1_000);
                        assertThat(third.getInputStream().read()).isEqualTo(-1);
                    }
                });
                assertThat(first.isConnected() && second.isConnected()).isTrue();
            }
            assertThat(origin.metric("headwater_connection_rejected_total", "reason=\"max_handshakes\""))
                    .isPositive();
            assertThat(log.warnings())
                    .anyMatch(line -> line.matches("closed rtmp peer=127\\.0\\.0\\.1:\\d+ error=MAX_HANDSHAKES: "
                            + "all are taken that tls.max-handshakes=2 allows"));
            await().untilAsserted(() -> {
                try (var later = new Socket(loopback, port)) {
                    later.setSoTimeout(300);
                    assertThatThrownBy(() -> later.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                }
            });
        }
    }

    private static void shakeHands(SSLContext trusting, LiveNode node, String host) throws IOException {
        int port = node.node().port("https.port");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                var tls = (SSLSocket) trusting.getSocketFactory().createSocket(socket, host, port, true)) {
            var parameters = tls.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
        }
    }

    @Test
    void certificatesComeAndGoByReload() throws Exception {
        var first = PemCertificate.make(folder, "first", "EC", "one.example");
        var second = PemCertificate.make(folder, "second", "EC", "two.example");
        var file = Files.writeString(folder.resolve("node.yaml"), "tls.certificates: ['%s']".formatted(first));
        try (var cluster = new LiveCluster("rtmps.port=0", "https.port=0")) {
            var origin = cluster.origin(file);
            shakeHands(first.trusting(), origin, "one.example");
            Files.writeString(file, "tls.certificates: ['%s', '%s']".formatted(first, second));
            origin.post(200, "config/reload");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatNoException()
                            .isThrownBy(() -> shakeHands(second.trusting(), origin, "two.example")));
            shakeHands(first.trusting(), origin, "one.example");
            Files.writeString(file, "tls.certificates: ['%s']".formatted(folder.resolve("none") + " " + second.key()));
            assertThat(origin.post(422, "config/reload").getString("value")).endsWith("none: no such file");
            Files.writeString(file, "tls.certificates: ['%s']".formatted(second));
            origin.post(200, "config/reload");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> shakeHands(first.trusting(), origin, "one.example"))
                            .isInstanceOf(SSLException.class));
            shakeHands(second.trusting(), origin, "two.example");
        }
    }

    @Test
    void whoDoesNotSpeakTlsIsCountedAndWritten() throws Exception {
        var pem = PemCertificate.make(folder, "node", "EC", "localhost");
        try (var cluster = new LiveCluster("tls.certificates=" + pem, "rtmps.port=0", "https.port=0");
                var log = LogCapture.of("dev.headwater")) {
            var origin = cluster.origin();
            for (String port : List.of("rtmps.port", "https.port")) {
                try (var socket = new Socket(
                        InetAddress.getLoopbackAddress(), origin.node().port(port))) {
                    socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(16);
                }
            }
            await().untilAsserted(() -> assertThat(log.warnings())
                    .anyMatch(line -> line.matches(
                            "closed rtmp peer=127\\.0\\.0\\.1:\\d+ error=TLS_HANDSHAKE: the peer does not speak TLS"))
                    .anyMatch(line -> line.matches(
                            "closed http peer=127\\.0\\.0\\.1:\\d+ error=TLS_HANDSHAKE: the peer does not speak TLS")));
            for (String port : List.of("rtmp", "http")) {
                assertThat(origin.metric(
                                "headwater_connection_rejected_total",
                                "port=\"" + port + "\"",
                                "reason=\"tls_handshake\""))
                        .isOne();
            }
        }
    }
}
