package dev.headwater.server.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.http.RawHttp;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.Rejections;
import dev.headwater.server.role.Protocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers on sockets. */
class MediaAnswerTest {
    /** More than the buffers of two sockets take. */
    private static final int SEGMENT_BYTES = 32 << 20;

    private static final int MOST_PENDING_BYTES = 256 << 10;

    private static final HttpClientOptions BY_HTTP_2 =
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NodeMetrics metrics = new NodeMetrics(registry, new NodeMetrics.NodeTags("n", "", "edge", "test"));
    private volatile Duration within = Duration.ofMinutes(5);
    private final CompletableFuture<Channel> served = new CompletableFuture<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private RawHttp asking(String request, byte[]... segment) {
        return new RawHttp(port(() -> List.of(segment))).say(request);
    }

    private int port(Supplier<List<byte[]>> segment) {
        return port(new HttpServerOptions(), segment);
    }

    private int port(HttpServerOptions options, Supplier<List<byte[]>> segment) {
        return vertx.createHttpServer(options)
                .requestHandler(asked -> answer(asked, segment.get()))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    private void answer(HttpServerRequest request, List<byte[]> segment) {
        var delivery = new Delivery(within, metrics.http.plays(Protocol.HLS));
        MediaAnswer.file(request, "video/mp4", "\"tag\"", "no-store", segment, delivery);
        served.complete(((ConnectionBase) request.connection()).channel());
    }

    private static long pendingBytes(Channel channel) {
        var queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    @Test
    void aClientThatTakesNothingHoldsLittleOfASegmentAndGetsTheRestWhenItDoes() {
        byte[] segment = new byte[SEGMENT_BYTES];
        new Random(1).nextBytes(segment);
        int middle = SEGMENT_BYTES / 3;
        try (var client = asking(
                "GET / HTTP/1.1|Host: h||",
                Arrays.copyOf(segment, middle),
                Arrays.copyOfRange(segment, middle, SEGMENT_BYTES))) {
            var channel = served.join();
            await().atMost(Duration.ofSeconds(40)).until(() -> pendingBytes(channel) > 0);
            assertThat(pendingBytes(channel)).isLessThan(MOST_PENDING_BYTES);
            assertThat(client.head()).startsWith("HTTP/1.1 200 ").contains("content-length: " + SEGMENT_BYTES);
            assertThat(Arrays.equals(client.bytes(SEGMENT_BYTES), segment)).isTrue();
        }
    }

    private boolean isCutOff() {
        return Rejections.count(registry, "port", "http", "reason", "player_stuck") == 1;
    }

    @Test
    void whoTakesALittleNowAndThenKeepsASegmentNoLongerThanHeMay() {
        within = Duration.ofMillis(500);
        try (var client = asking("GET / HTTP/1.1|Host: h||", new byte[SEGMENT_BYTES])) {
            client.head();
            await().atMost(Duration.ofSeconds(40)).until(() -> {
                client.bytes(1);
                return isCutOff();
            });
            assertThat(client.rest()).hasSizeLessThan(SEGMENT_BYTES / 2);
        }
    }

    /** The end of such an answer is the end of its connection. */
    @Test
    void whoWantsNoOtherAnswerIsCutOffAsWell() throws IOException {
        within = Duration.ofMillis(500);
        var little = new HttpServerOptions().setSendBufferSize(4 << 10);
        try (var client = new Socket()) {
            client.setReceiveBufferSize(4 << 10);
            client.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), port(little, () -> List.of(new byte[60 << 10]))));
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofSeconds(40)).until(this::isCutOff);
        }
    }

    /** What is left of a short one waits in the stream's queue, and all is said of it. */
    @ParameterizedTest
    @ValueSource(ints = {100 << 10, SEGMENT_BYTES})
    void aStreamOfHttp2ThatTakesNothingIsReset(int bytes) {
        within = Duration.ofMillis(500);
        var client = vertx.createHttpClient(BY_HTTP_2);
        var reset = new CompletableFuture<Throwable>();
        client.request(HttpMethod.GET, port(() -> List.of(new byte[bytes])), "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .onSuccess(response -> response.pause().exceptionHandler(reset::complete))
                .await();
        assertThat(reset.orTimeout(40, TimeUnit.SECONDS).join()).isInstanceOf(StreamResetException.class);
        assertThat(isCutOff()).isTrue();
        client.close().await();
    }

    @Test
    void whoLeavesHoldsNothing() {
        var segment = new AtomicReference<>(List.of(new byte[SEGMENT_BYTES]));
        var held = new WeakReference<>(segment.get().getFirst());
        try (var client = new RawHttp(port(() -> segment.getAndSet(List.of()))).say("GET / HTTP/1.1|Host: h||")) {
            client.head();
        }
        await().until(() -> {
            System.gc();
            return held.refersTo(null);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "GET, bytes=2-5, 206, 4",
        "GET, bytes=5-, 206, 5",
        "GET, bytes=-3, 206, 3",
        "GET, bytes=9-99, 206, 1",
        "GET, bytes=10-, 416, 0",
        "GET, bytes=-0, 416, 0",
        "GET, bytes=5-2, 200, 10", // none at all (RFC 9110, 14.1.1)
        "GET, bytes=12-11, 200, 10",
        "GET, bytes=-, 200, 10",
        "HEAD, bytes=2-5, 200, 10", // of what is fetched alone (RFC 9110, 14.2)
        "HEAD, bytes=10-, 200, 10"
    })
    void rangesThatMakeSenseAreObeyed(String method, String range, int status, int length) {
        try (var client = asking("%s / HTTP/1.1|Host: h|Range: %s||".formatted(method, range), new byte[10])) {
            assertThat(client.head())
                    .startsWith("HTTP/1.1 %d ".formatted(status))
                    .contains("content-length: %d\r\n".formatted(length));
        }
    }
}
