package dev.headwater.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.config.AddressSet;
import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.limits.ConnectLimiter;
import dev.headwater.server.limits.ConnectRate;
import dev.headwater.server.limits.OpenConnections;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.net.GatedTransport;
import dev.headwater.server.net.RequestGate;
import dev.headwater.server.net.TlsHandshakes;
import dev.headwater.server.net.TrustedProxies;
import dev.headwater.testkit.LogCapture;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.transport.Transport;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP media port asks of every request, as bytes on sockets. */
class HttpMediaServerTest {
    private static final String PAGE = "https://player.example.com";
    private static final String ANOTHER_PAGE = "https://elsewhere.example.com";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NodeMetrics metrics = new NodeMetrics(registry, new NodeMetrics.NodeTags("n", "z", "edge", "test"));
    private final LogCapture log = LogCapture.of("dev.headwater");
    private final Vertx vertx = Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(2))
            .withTransport(new GatedTransport(Transport.NIO, gates("rtmp"), gates("http"), gates("relay"), requests()))
            .build();
    private final HttpListener listener = HttpPort.open(vertx, metrics, List.of(PAGE), router -> {
        router.route("/loop")
                .handler(context -> context.end(Thread.currentThread().getName()));
        router.route("/much").handler(context -> context.end(Buffer.buffer(new byte[16 << 20])));
        router.route("/broken/*").handler(context -> {
            throw new IllegalStateException("for a test");
        });
    });

    private GatedTransport.Gates gates(String port) {
        return new GatedTransport.Gates(
                new TrustedProxies(port, () -> AddressSet.EMPTY, () -> Duration.ofSeconds(1), metrics.http::rejected),
                new TlsHandshakes(port, () -> 100, new AtomicInteger(), metrics.http::rejected));
    }

    private RequestGate requests() {
        return new RequestGate(() -> HttpPort.REQUEST_TIMEOUT, metrics.http::rejected);
    }

    @AfterEach
    void close() {
        vertx.close().await();
        log.close();
    }

    private RawHttp client() {
        return new RawHttp(listener.port());
    }

    private String headOf(String request) {
        try (var client = client()) {
            return client.say(request).head();
        }
    }

    private int rejected(String reason) {
        return (int)
                registry
                        .find("headwater.connection.rejected")
                        .tag("port", "http")
                        .tag("reason", reason)
                        .counters()
                        .stream()
                        .mapToDouble(Counter::count)
                        .sum();
    }

    @Test
    void connectionsAreSpreadOverTheEventLoops() {
        Set<String> loops = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            try (var client = client()) {
                client.say("GET /loop HTTP/1.1|Host: h|Connection: close||").head();
                loops.add(new String(client.rest(), US_ASCII));
            }
        }
        assertThat(loops).hasSize(2);
    }

    @Test
    void connectionsAreCountedUntilTheyClose() {
        try (var client = client()) {
            client.say("GET /loop HTTP/1.1|Host: h||").head();
            assertThat(metrics.http.connections.value()).isOne();
        }
        await().until(() -> metrics.http.connections.value() == 0);
    }

    @Test
    void noMoreConnectionsAreTakenThanMay() {
        var clients = new ArrayList<RawHttp>();
        try {
            while (clients.size() < HttpPort.MAX_CONNECTIONS) {
                var client = client();
                clients.add(client);
                assertThat(client.say("GET /loop HTTP/1.1|Host: h||").head()).isNotEmpty();
            }
            try (var oneMore = client()) {
                oneMore.say("GET /loop HTTP/1.1|Host: h||");
                assertThat(oneMore.rest()).isEmpty();
            }
            assertThat(rejected("max_connections")).isOne();
            assertThat(log.warnings()).singleElement().asString().contains("http.max-connections=50 are open");
        } finally {
            clients.forEach(RawHttp::close);
        }
        await().until(() -> metrics.http.connections.value() == 0);
        assertThat(headOf("GET /loop HTTP/1.1|Host: h||")).matches("(?s)HTTP/1\\.[01] 200 .*");
    }

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

    @Test
    void onlyTheListedPagesMayReadAndThePortsOwn() {
        assertThat(headOf("GET /loop HTTP/1.1|Host: h|Origin: " + PAGE + "||"))
                .containsIgnoringCase("access-control-allow-origin: " + PAGE)
                .doesNotContainIgnoringCase("allow-credentials");
        assertThat(headOf("GET /loop HTTP/1.1|Host: h|Origin: " + ANOTHER_PAGE + "||"))
                .matches("(?s)HTTP/1\\.[01] 403 .*");
        assertThat(headOf("GET /loop HTTP/1.1|Host: h:8080|Origin: http://h:8080||"))
                .matches("(?s)HTTP/1\\.[01] 200 .*");
        assertThat(headOf("GET /loop HTTP/1.1|Host: h|Origin: https://h||"))
                .as("its own behind a balancer that ends TLS")
                .matches("(?s)HTTP/1\\.[01] 200 .*");
        assertThat(headOf("GET /loop HTTP/1.1|Host: h|Origin: http://h:8080||")).matches("(?s)HTTP/1\\.[01] 403 .*");
    }

    @Test
    void anAnswerThatACacheKeepsIsRightForEveryPage() {
        assertThat(headOf("GET /loop HTTP/1.1|Host: h||"))
                .containsIgnoringCase("vary: origin")
                .doesNotContainIgnoringCase("access-control-allow-origin");
        assertThat(headOf("GET /broken/x HTTP/1.1|Host: h|Origin: " + PAGE + "||"))
                .containsIgnoringCase("vary: origin")
                .containsIgnoringCase("vary: accept")
                .containsIgnoringCase("access-control-allow-origin: " + PAGE);

        var open = HttpPort.open(vertx, metrics, router -> router.route("/loop").handler(RoutingContext::end));
        try (var client = new RawHttp(open.port())) {
            assertThat(client.say("GET /loop HTTP/1.1|Host: h||").head())
                    .containsIgnoringCase("access-control-allow-origin: *")
                    .doesNotContainIgnoringCase("vary");
        }
    }

    @Test
    void theLineOfAFaultTellsNoNameOfAStream() {
        assertThat(headOf("GET /broken/s3cret.flv HTTP/1.1|Host: h||")).matches("(?s)HTTP/1\\.[01] 500 .*");
        assertThat(log.lines()).anyMatch(line -> line.contains("GET /broken/... failed"));
        assertThat(log.lines()).noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void whoComesWhenNoDescriptorsAreLeftIsClosedUnheard() {
        var heard = new AtomicInteger();
        var full = HttpPort.open(
                vertx,
                metrics,
                List.of(PAGE),
                new DescriptorBudget(vertx, Integer.MAX_VALUE),
                ConnectLimiter.UNLIMITED,
                router -> router.route().handler(context -> {
                    heard.incrementAndGet();
                    context.end();
                }));
        assertClosedUnheard(full);
        assertThat(rejected("no_descriptors")).isOne();
        assertThat(heard).hasValue(0);
        assertThat(metrics.http.connections.value()).isZero();
    }

    @Test
    void whoConnectsFasterThanHeMayIsClosedUnheard() {
        var rate = new ConnectRate(1, 0, () -> 0); // a second that does not end
        var limited = HttpPort.open(
                vertx,
                metrics,
                List.of(PAGE),
                new DescriptorBudget(vertx, 0),
                new OpenConnections(() -> 0, () -> rate),
                router -> router.route().handler(RoutingContext::end));
        try (var first = new RawHttp(limited.port())) {
            assertThat(first.say("GET / HTTP/1.1|Host: h||").head()).contains(" 200 ");
            assertClosedUnheard(limited);
        }
        assertThat(rejected("connects_per_address")).isOne();
        assertThat(log.warnings())
                .anyMatch(line -> line.startsWith("closed http peer=127.0.0.1:")
                        && line.contains("error=CONNECTS_PER_ADDRESS: ")
                        && line.endsWith("limits.connects-per-address=1"));
    }

    @Test
    void whoHasAsManyOpenAsHeMayIsClosedUnheardUntilHeClosesOne() {
        var any = new ConnectRate(0, 0, () -> 0);
        var limited = HttpPort.open(
                vertx,
                metrics,
                List.of(PAGE),
                new DescriptorBudget(vertx, 0),
                new OpenConnections(() -> 1, () -> any),
                router -> router.route().handler(RoutingContext::end));
        try (var first = new RawHttp(limited.port())) {
            assertThat(first.say("GET / HTTP/1.1|Host: h||").head()).contains(" 200 ");
            assertClosedUnheard(limited);
        }
        assertThat(rejected("connections_per_address")).isOne();
        await("the place is given back").until(() -> metrics.http.connections.value() == 0);
        try (var next = new RawHttp(limited.port())) {
            assertThat(next.say("GET / HTTP/1.1|Host: h||").head()).contains(" 200 ");
        }
    }

    private static void assertClosedUnheard(HttpListener listener) {
        try (var client = new RawHttp(listener.port())) {
            try {
                client.say("GET /loop HTTP/1.1|Host: h||");
            } catch (UncheckedIOException e) {
                // closed already
            }
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void preflightIsAnsweredAlsoForAPrivateNetwork() {
        assertThat(headOf("OPTIONS /loop HTTP/1.1|Host: h|Origin: " + PAGE
                        + "|Access-Control-Request-Method: GET|Access-Control-Request-Private-Network: true||"))
                .matches("(?s)HTTP/1\\.[01] 204 .*")
                .containsIgnoringCase("access-control-allow-private-network: true")
                .containsIgnoringCase("access-control-allow-methods: ")
                .containsIgnoringCase("POST");
        assertThat(headOf("OPTIONS /loop HTTP/1.1|Host: h||"))
                .matches("(?s)HTTP/1\\.[01] 204 .*")
                .containsIgnoringCase("allow: GET, HEAD");
    }
}
