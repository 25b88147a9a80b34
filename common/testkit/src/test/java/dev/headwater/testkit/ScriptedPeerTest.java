package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.testkit.Packet.Medium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedPeerTest {
    /** The peer shares no code with any server, so the judge of what it says is ffmpeg's. */
    @Test
    void publishesToAServerThatIsNotOurs(@TempDir Path folder) {
        int port = Ports.free();
        var file = folder.resolve("published.framemd5");
        try (var ffmpeg = Ffmpeg.shipped()
                .start(List.of(
                        "-listen",
                        "1",
                        "-i",
                        "rtmp://127.0.0.1:%d/live/scripted".formatted(port),
                        "-c",
                        "copy",
                        "-f",
                        "framemd5",
                        file.toString()))) {
            try (var peer = openOnceItListens(port)) {
                peer.handshake().connect("live");
                int stream = peer.publish("scripted");
                peer.chunkSize(4096);
                peer.data(stream, 0, Payloads.setDataFrame());
                peer.video(stream, 0, Payloads.avcSequenceHeader());
                peer.audio(stream, 0, Payloads.aacSequenceHeader());
                for (int i = 0; i < 50; i++) {
                    peer.video(
                            stream, i * 40L, i % 25 == 0 ? Payloads.avcKeyFrame(i, 9_000) : Payloads.avcInterFrame(i));
                    peer.audio(stream, i * 40L, Payloads.aacFrame(i));
                }
                peer.command(0, "deleteStream", 9, null, stream);
            }
            ffmpeg.awaitSuccess(Duration.ofSeconds(30));
        }

        var packets = Packet.parse(read(file));
        assertThat(Packet.only(Medium.VIDEO, packets)).hasSize(50);
        assertThat(Packet.only(Medium.AUDIO, packets)).hasSize(50);
    }

    @Test
    void tellsWhatTheServerSentBeforeItClosed() {
        assertThat(answerTo("50 4f 53 54", "hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .asString()
                .isEqualTo("hello");
        assertThat(answerTo("03", new byte[0])).isEmpty();
    }

    @Test
    void saysSoWhenTheServerStaysOpen() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var peer = ScriptedPeer.open(server.getLocalPort())) {
            assertThatThrownBy(() -> peer.answerUntilClosed(Duration.ofMillis(20)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("still open");
        }
    }

    private static byte[] answerTo(String hex, byte[] answer) {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var peer = ScriptedPeer.open(server.getLocalPort())) {
            var served = CompletableFuture.runAsync(() -> {
                try (var socket = server.accept()) {
                    socket.getInputStream().readNBytes(hex.replace(" ", "").length() / 2);
                    socket.getOutputStream().write(answer);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            peer.sendRaw(hex);
            byte[] got = peer.answerUntilClosed(Duration.ofSeconds(10));
            served.join();
            return got;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ScriptedPeer openOnceItListens(int port) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> ScriptedPeer.open(port), peer -> true);
    }

    private static List<String> read(Path file) {
        try {
            return java.nio.file.Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
