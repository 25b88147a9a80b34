package dev.headwater.server.flv;

import static dev.headwater.media.FrameKind.VIDEO;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.auth.Access;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.http.RawHttp;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.testkit.Payloads;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Players by HTTP/2 that take nothing. */
class Http2PlayersTest {
    private static final int FRAME_BYTES = 60_000;
    private static final int GOP = 10;
    private static final HttpClientOptions BY_HTTP_2 =
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
    private static final Duration FOR_EVER = Duration.ofMinutes(5);

    private static void send(FlvRig.Broadcast show, int i) {
        show.send(
                VIDEO,
                i * 10,
                i % GOP == 0 ? Payloads.avcKeyFrame(i, FRAME_BYTES) : Payloads.avcInterFrame(i, FRAME_BYTES));
    }

    private static long dropped(FlvRig rig) {
        return rig.clients.list(client -> true).await().stream()
                .flatMap(client -> client.uses().stream())
                .mapToLong(ClientUse::droppedFrames)
                .min()
                .orElse(0);
    }

    /** All of them hold the same bytes: 50 copies of 4 MB would be seen. */
    @Test
    void whatWaitsForThemIsThereOnce() {
        int players = 50;
        int queueBytes = 4 << 20;
        var vertx = Vertx.vertx();
        try (var rig = new FlvRig(Access.AUTHORISED, PortLimits.NONE, FOR_EVER, queueBytes)) {
            var show = rig.broadcast("show");
            var client = vertx.createHttpClient(BY_HTTP_2);
            IntStream.range(0, players)
                    .mapToObj(i -> client.request(HttpMethod.GET, rig.port(), "127.0.0.1", "/live/show.flv")
                            .compose(HttpClientRequest::send)
                            .onSuccess(HttpClientResponse::pause))
                    .toList()
                    .forEach(response ->
                            assertThat(response.await().statusCode()).isEqualTo(200));
            await().until(() -> rig.metrics.http.players() == players);
            long before = heapBytes();
            var next = new AtomicInteger();
            try (var _ = rig.each(Duration.ofMillis(10), () -> send(show, next.getAndIncrement()))) {
                await("all are behind").until(() -> dropped(rig) > 0);
            }
            assertThat(heapBytes() - before).isLessThan(players * queueBytes / 4);
            client.close().await();
            await("nothing is left of them").until(() -> rig.metrics.http.players() == 0);
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void whoTakesNothingIsCutOffWhenItsStreamEnds() {
        var vertx = Vertx.vertx();
        try (var rig = new FlvRig(Access.AUTHORISED, PortLimits.NONE, FOR_EVER, 8 << 20)) {
            var show = rig.broadcast("show");
            var client = vertx.createHttpClient(BY_HTTP_2);
            var stuck = client.request(HttpMethod.GET, rig.port(), "127.0.0.1", "/live/show.flv")
                    .compose(HttpClientRequest::send)
                    .onSuccess(HttpClientResponse::pause)
                    .await();
            var reset = new CompletableFuture<Throwable>();
            stuck.exceptionHandler(reset::complete);
            await().until(() -> rig.metrics.http.players() == 1);
            for (int i = 0; i < GOP; i++) {
                send(show, i);
            }
            show.end();
            assertThat(reset.orTimeout(40, TimeUnit.SECONDS).join()).isInstanceOf(StreamResetException.class);
            client.close().await();
        } finally {
            vertx.close().await();
        }
    }

    private static long heapBytes() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Its windows are wide open, and it reads nothing. Without a mark the kernel would take another 2.5 MB before anybody is told. */
    @Test
    void kernelHidesNoneThatIsSlow() throws IOException {
        try (var rig = new FlvRig(Access.AUTHORISED, PortLimits.NONE, FOR_EVER, 1 << 20);
                var slow = new Socket()) {
            var show = rig.broadcast("show");
            slow.setReceiveBufferSize(64 << 10);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.port()));
            play(slow, rig.port());
            try (var quick = new RawHttp(rig.port()).say("GET /live/show.flv HTTP/1.1|Host: h||")) {
                quick.head();
                await().until(() -> rig.metrics.http.players() == 2);
                var seen = new FlvInput(new ChunkedInput(quick.in()));
                for (int i = 0; i < 2_500_000 / FRAME_BYTES; i++) {
                    send(show, i);
                    var frame = seen.next().orElseThrow();
                    while (frame.kind() != VIDEO || frame.isSequenceHeader()) {
                        frame = seen.next().orElseThrow();
                    }
                }
            }
            await("whole groups of pictures are left out").until(() -> dropped(rig) > 0);
        }
    }

    /** A request for the stream by a client that has room for two gigabytes. */
    private static void play(Socket socket, int port) {
        var authority = "127.0.0.1:" + port;
        var path = "/live/show.flv";
        try (var bytes = new ByteArrayOutputStream()) {
            bytes.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
            bytes.write(frame(4, 0, 0, new byte[] {0, 4, 0x7f, -1, -1, -1})); // SETTINGS_INITIAL_WINDOW_SIZE
            bytes.write(frame(8, 0, 0, new byte[] {0x70, 0, 0, 0})); // WINDOW_UPDATE of the connection
            var header = new ByteArrayOutputStream();
            header.write(0x82); // :method GET (RFC 7541, appendix A)
            header.write(0x86); // :scheme http
            literal(header, 1, authority);
            literal(header, 4, path);
            bytes.write(frame(1, 5, 1, header.toByteArray())); // HEADERS, END_STREAM and END_HEADERS
            socket.getOutputStream().write(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field whose name has an index below 16, not indexed (RFC 7541, 6.2.2). */
    private static void literal(ByteArrayOutputStream header, int name, String value) {
        header.write(name);
        header.write(value.length());
        header.writeBytes(value.getBytes(US_ASCII));
    }

    /** RFC 9113, 4.1. */
    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
