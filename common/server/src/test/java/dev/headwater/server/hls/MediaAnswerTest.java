package dev.headwater.server.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.http.RawHttp;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers on sockets. */
class MediaAnswerTest {
    /** More than the buffers of two sockets take. */
    private static final int SEGMENT_BYTES = 32 << 20;

    private static final int MOST_PENDING_BYTES = 256 << 10;

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Channel> served = new CompletableFuture<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private RawHttp asking(String request, byte[]... segment) {
        int port = vertx.createHttpServer()
                .requestHandler(asked -> answer(asked, List.of(segment)))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        return new RawHttp(port).say(request);
    }

    private void answer(HttpServerRequest request, List<byte[]> segment) {
        MediaAnswer.file(request, "video/mp4", "\"tag\"", "no-store", segment);
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
