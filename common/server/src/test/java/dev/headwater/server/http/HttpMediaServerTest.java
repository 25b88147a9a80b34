package dev.headwater.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP media port asks of every request, as bytes on sockets. */
class HttpMediaServerTest extends OneHttpPort {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /loop HTTP/1.1|Host: h|Content-Length: 4|Transfer-Encoding: chunked||0||GET /loop HTTP/1.1|Host: h||",
                "POST /loop HTTP/1.1|Host: h|Content-Length: 4|Content-Length: 5||abcdeGET /loop HTTP/1.1|Host: h||",
                "POST /loop HTTP/1.1|Host: h|Transfer-Encoding: chunked|Transfer-Encoding: identity||0||",
                "GET /loop HTTP/1.1|Host: h|Content-Length: -1||",
                "POST /loop HTTP/1.1|Host: h|Transfer-Encoding: xchunked||0||GET /loop HTTP/1.1|Host: h||",
                "POST /loop HTTP/1.0|Content-Length: 4|Transfer-Encoding: chunked||0||GET /loop HTTP/1.1|Host: h||",
                "GET /loop HTTP/1.1|Host: h\nX: bare line feed||",
                "GET /loop HTTP/1.1|Host : h||",
                "\u0000\u0001\u0002|||",
            })
    void whatAnotherServerMightReadOtherwiseIsRefused(String request) {
        try (var client = client()) {
            assertThat(client.say(request).head()).matches("(?s)HTTP/1\\.[01] 400 .*");
            assertThat(client.rest()).as("a second answer").isEmpty();
        }
        assertThat(rejected("bad_request")).isOne();
        assertThat(log.warnings()).singleElement().asString().startsWith("closed http peer=127.0.0.1:");
    }

    @Test
    void headerThatGoesOnInTheNextLineIsOneHeader() { // RFC 9112, 5.2
        try (var client = client()) {
            assertThat(client.say("GET /loop HTTP/1.1|Host: h|X: a| Content-Length: 4||")
                            .head())
                    .matches("(?s)HTTP/1\\.1 200 .*");
        }
    }

    @Test
    void hugeHeadersAreRefused() {
        String much = "x".repeat(HttpPort.MAX_HEADER_BYTES);
        assertThat(headOf("GET /loop HTTP/1.1|Host: h|X: " + much + "||")).matches("(?s)HTTP/1\\.[01] 431 .*");
        assertThat(headOf("GET /" + much + " HTTP/1.1|Host: h||")).matches("(?s)HTTP/1\\.[01] 414 .*");
        assertThat(headOf("GET /loop HTTP/1.1|Host: h||")).matches("(?s)HTTP/1\\.[01] 200 .*");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoSendsNoRequestInTimeIsClosedHoweverBusyHeSeems(boolean afterAnother) {
        try (var silent = client();
                var prompt = client()) {
            prompt.say("GET /loop HTTP/1.1|Host: h||").head();
            if (afterAnother) {
                silent.say("HEAD /loop HTTP/1.1|Host: h||").head();
            }
            silent.say("GET /loop HTTP/1.1|X: ");
            var drip = vertx.setPeriodic(20, tick -> {
                try {
                    silent.say("a");
                } catch (UncheckedIOException e) {
                    // closed, as it should be
                }
            });
            assertThat(silent.head()).startsWith("HTTP/1.1 408 ");
            assertThat(silent.rest()).isEmpty();
            vertx.cancelTimer(drip);
            assertThat(rejected("request_timeout")).isOne();
            assertThat(rejected("bad_request")).isZero();
            assertThat(prompt.say("HEAD /loop HTTP/1.1|Host: h||").head()).isNotEmpty();
        }
    }

    @Test
    void whoTakesNothingAndSendsNoRequestInTimeIsClosedOnce() {
        try (var client = client()) {
            client.say("GET /much HTTP/1.1|Host: h||");
            assertThat(client.head()).matches("(?s)HTTP/1\\.1 200 .*");
            client.say("G");
            await("it is closed").atMost(Duration.ofSeconds(40)).until(() -> metrics.http.connections.value() == 0);
        }
        assertThat(rejected("request_timeout")).isOne();
    }

    @Test
    void theLineOfAFaultTellsNoNameOfAStream() {
        assertThat(headOf("GET /broken/s3cret.flv HTTP/1.1|Host: h||")).matches("(?s)HTTP/1\\.[01] 500 .*");
        assertThat(log.lines()).anyMatch(line -> line.contains("GET /broken/... failed"));
        assertThat(log.lines()).noneMatch(line -> line.contains("s3cret"));
    }

    // ---- HTTP/2 (RFC 9113) --------------------------------------------------------------------------------------

    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** GET / of http://h (RFC 7541). */
    private static final byte[] REQUEST = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'h'};

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static byte[] joined(Stream<byte[]> frames) {
        var all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static Stream<byte[]> badConversations() {
        byte[] unfinished = frame(HEADERS, END_STREAM, 1, REQUEST);
        var endless = Stream.concat(
                Stream.of(unfinished),
                Stream.generate(() -> frame(CONTINUATION, 0, 1, new byte[] {0, 1, 'x', 1, 'y'}))
                        .limit(20_000));
        var resets = IntStream.range(0, 2_000)
                .mapToObj(i -> 2 * i + 1)
                .flatMap(stream -> Stream.of(
                        frame(HEADERS, END_STREAM | END_HEADERS, stream, REQUEST),
                        frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8})));
        return Stream.of(unfinished, joined(endless), joined(resets), frame(HEADERS, 0, 0, REQUEST));
    }

    /** A header without its end, one that grows for ever, requests that are taken back at once, a header of no stream. */
    @ParameterizedTest
    @MethodSource("badConversations")
    void whoMisusesHttp2IsClosedAlone(byte[] conversation) {
        try (var prompt = client();
                var client = client()) {
            assertThat(prompt.say("GET /loop HTTP/1.1|Host: h||").head()).isNotEmpty();
            client.say("PRI * HTTP/2.0||SM||").say(frame(4, 0, 0, new byte[0]));
            try {
                client.say(conversation);
            } catch (UncheckedIOException e) {
                // closed before its end
            }
            client.rest();
            await().until(() -> metrics.http.connections.value() <= 1);
            assertThat(prompt.say("HEAD /loop HTTP/1.1|Host: h||").head()).isNotEmpty();
        }
        assertThat(log.errors()).isEmpty();
    }
}
