package dev.headwater.server.flv;

import static dev.headwater.media.FrameKind.AUDIO;
import static dev.headwater.media.FrameKind.DATA;
import static dev.headwater.media.FrameKind.VIDEO;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.flv.FlvWriter;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.flight.FlightEvent;
import dev.headwater.server.http.RawHttp;
import dev.headwater.server.limits.Limit;
import dev.headwater.server.limits.Permit;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.role.LocalStreams;
import dev.headwater.testkit.Payloads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.StreamResetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** FLV that comes by POST, as bytes on sockets. */
class FlvPublishTest {
    private static final StreamKey SHOW = new StreamKey("live", "show");
    private static final byte[] KEY = Payloads.avcKeyFrame(1);

    private FlvRig rig = new FlvRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private RawHttp posting(String name) {
        return new RawHttp(rig.port()).say("POST /live/" + name + ".flv HTTP/1.1|Host: h|Transfer-Encoding: chunked||");
    }

    private static byte[] flv(Consumer<ByteBuf> writing) {
        var out = Unpooled.buffer();
        writing.accept(out);
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] header() {
        return flv(out -> FlvWriter.encodeHeader(true, true, out));
    }

    private static byte[] tag(FrameKind kind, long ms, byte[] payload) {
        return flv(out -> FlvWriter.encodeTag(MediaFrame.of(kind, ms, payload), out));
    }

    private static void chunk(RawHttp client, byte[] bytes) {
        client.say(Integer.toHexString(bytes.length) + "|").say(bytes).say("|");
    }

    private static void beginning(RawHttp client) {
        chunk(client, header());
        chunk(client, tag(DATA, 0, Payloads.onMetaData()));
        chunk(client, tag(VIDEO, 0, Payloads.avcSequenceHeader()));
        chunk(client, tag(AUDIO, 0, Payloads.aacSequenceHeader()));
        chunk(client, tag(VIDEO, 0, KEY));
    }

    @Test
    void whatIsPostedIsPlayedUntilItsEnd() {
        try (var encoder = posting("show")) {
            beginning(encoder);
            await().until(() -> rig.metrics.http.publishers.value() == 1);
            try (var player = new RawHttp(rig.port()).say("GET /live/show.flv HTTP/1.1|Host: h||")) {
                player.head();
                var seen = new FlvInput(new ChunkedInput(player.in()));
                seen.expect(DATA, 0, Payloads.onMetaData())
                        .expect(VIDEO, 0, Payloads.avcSequenceHeader())
                        .expect(AUDIO, 0, Payloads.aacSequenceHeader())
                        .expect(VIDEO, 0, KEY);
                byte[] tag = tag(VIDEO, 40, Payloads.avcInterFrame(2));
                chunk(encoder, Arrays.copyOf(tag, 5));
                chunk(encoder, Arrays.copyOfRange(tag, 5, tag.length));
                seen.expect(VIDEO, 40, Payloads.avcInterFrame(2));
                assertThat(rig.clients
                                .list(client ->
                                        client.uses().stream().anyMatch(use -> use.kind() == ClientUse.Kind.PUBLISHER))
                                .await())
                        .hasSize(1);
                encoder.say("0||");
                assertThat(encoder.head()).startsWith("HTTP/1.1 204 ");
                assertThat(seen.next()).isEmpty();
            }
            assertThat(rig.streams.ends()).containsExactly(EndReason.UNPUBLISHED);
            assertThat(rig.log.lines())
                    .anyMatch(line -> line.startsWith("INFO publish http-flv peer=127.0.0.1:"))
                    .anyMatch(
                            line -> line.startsWith("INFO unpublish http-flv ") && line.endsWith("reason=UNPUBLISHED"));
        }
        await().until(() -> rig.clients.count() == 0 && rig.metrics.http.publishers.value() == 0);
        assertThat(rig.metrics.http.receivedBytes.count()).isPositive();
    }

    @Test
    void whoHangsUpIsLost() {
        try (var encoder = posting("show")) {
            beginning(encoder);
            await().until(() -> rig.streams.count() == 1);
        }
        await().untilAsserted(() -> assertThat(rig.streams.ends()).containsExactly(EndReason.PUBLISHER_LOST));
        await().until(() -> rig.clients.count() == 0);
    }

    @Test
    void whatIsNoFlvIsRefusedAndItsSenderClosed() {
        try (var encoder = posting("show")) {
            chunk(encoder, "this is no FLV".getBytes(US_ASCII));
            assertThat(encoder.head()).startsWith("HTTP/1.1 400 ").containsIgnoringCase("connection: close");
            encoder.rest();
        }
        assertThat(rig.rejected("bad_flv")).isOne();
        assertThat(rig.log.warnings())
                .singleElement()
                .asString()
                .matches("closed http-flv peer=127\\.0\\.0\\.1:\\d+ error=BAD_FLV: expected FLV.*");
        try (var encoder = posting("show")) {
            chunk(encoder, header());
            byte[] huge = tag(VIDEO, 0, new byte[FlvRig.MAX_TAG_BYTES + 1]);
            chunk(encoder, Arrays.copyOf(huge, 64));
            assertThat(encoder.head()).startsWith("HTTP/1.1 400 ");
        }
        await().until(() -> rig.streams.count() == 0 && rig.clients.count() == 0);
    }

    @Test
    void whoMayNotIsToldBeforeHeSendsAnything() {
        rig.close();
        rig = new FlvRig(
                attempt -> Future.succeededFuture(new Verdict.Denied(Denial.CLOSED, "for a test", false)),
                PortLimits.NONE,
                Duration.ofSeconds(15),
                8 << 20);
        try (var encoder = new RawHttp(rig.port())
                .say("POST /live/show.flv HTTP/1.1|Host: h|Content-Length: 99999999|Expect: 100-continue||")) {
            assertThat(encoder.head()).startsWith("HTTP/1.1 403 ");
        }
        assertThat(rig.rejected("publish_denied")).isOne();
        assertThat(rig.log.warnings())
                .singleElement()
                .asString()
                .startsWith("refused publish http-flv peer=127.0.0.1:");
        await().until(() -> rig.clients.count() == 0);
    }

    @Test
    void refusalByHttp2EndsItsStreamAndNoOther() {
        var vertx = Vertx.vertx();
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false),
                new PoolOptions().setHttp2MaxSize(1));
        try {
            var connections = new HashSet<HttpConnection>();
            var post = client.request(HttpMethod.POST, rig.port(), "127.0.0.1", "/live/show.flv")
                    .await();
            connections.add(post.connection());
            var reset = new CompletableFuture<Throwable>();
            post.exceptionHandler(reset::complete);
            post.setChunked(true);
            var answer = post.response();
            post.write("this is no FLV at all").await();
            assertThat(answer.await().statusCode()).isEqualTo(400);
            assertThat(answer.await().getHeader("connection")).isNull();
            assertThat(reset.orTimeout(10, TimeUnit.SECONDS).join())
                    .isInstanceOfSatisfying(
                            StreamResetException.class,
                            end -> assertThat(end.getCode()).isZero());
            var next = client.request(HttpMethod.HEAD, rig.port(), "127.0.0.1", "/live/show.flv")
                    .await();
            connections.add(next.connection());
            assertThat(next.send().await().statusCode()).isEqualTo(200);
            assertThat(connections).as("connections").hasSize(1);
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void whoIsLetInIsToldToGoOn() {
        try (var encoder = new RawHttp(rig.port())
                .say("POST /live/show.flv HTTP/1.1|Host: h|Content-Length: 99999999|Expect: 100-continue||")) {
            assertThat(encoder.head()).startsWith("HTTP/1.1 100 ");
            encoder.say(header()).say(tag(VIDEO, 0, Payloads.avcSequenceHeader()));
            await().until(() -> rig.metrics.http.publishers.value() == 1);
        }
    }

    @Test
    void aLimitThatIsReachedIsNoDenial() {
        rig.close();
        rig = new FlvRig(
                Access.AUTHORISED,
                new PortLimits(
                        (action, key, address) -> new Permit.Exhausted(Limit.PUBLISHERS_PER_APP, "for a test"),
                        PortLimits.NONE.connects(),
                        app -> 0,
                        () -> Duration.ofSeconds(1)),
                Duration.ofSeconds(15),
                8 << 20);
        try (var encoder = posting("show")) {
            assertThat(encoder.head()).startsWith("HTTP/1.1 503 ");
        }
        assertThat(rig.rejected("publishers_per_app")).isOne();
    }

    @Test
    void aNodeThatIsToStopLetsPublishersGoInTimeAtAKeyFrameAndTakesNoMore() {
        try (var encoder = posting("show")) {
            beginning(encoder);
            await().until(() -> rig.streams.count() == 1);
            long begun = System.nanoTime();
            rig.drain(Duration.ofSeconds(4));
            try (var late = posting("late-comer")) {
                assertThat(late.head()).startsWith("HTTP/1.1 503 ");
            }
            var sent = new AtomicInteger();
            try (var _ = rig.each(Duration.ofMillis(20), () -> frame(encoder, sent.incrementAndGet()))) {
                assertThat(encoder.head()).startsWith("HTTP/1.1 503 ");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("let go from 1/2 of the time on")
                    .isGreaterThan(Duration.ofMillis(1_990));
        }
        await().untilAsserted(() -> assertThat(rig.streams.ends()).containsExactly(EndReason.SHUTDOWN));
    }

    private static void frame(RawHttp encoder, int number) {
        byte[] picture = number % 10 == 0 ? Payloads.avcKeyFrame(number) : Payloads.avcInterFrame(number);
        chunk(encoder, tag(VIDEO, number * 20L, picture));
    }

    @Test
    void aNodeThatIsToStopSendsPublishersWithoutKeyFramesAwayInTime() {
        try (var encoder = posting("show")) {
            beginning(encoder);
            await().until(() -> rig.streams.count() == 1);
            rig.drain(Duration.ofSeconds(1));
            assertThat(encoder.head()).startsWith("HTTP/1.1 503 ");
        }
        await().untilAsserted(() -> assertThat(rig.streams.ends()).containsExactly(EndReason.SHUTDOWN));
    }

    @Test
    void whoPublishesWhenThePortClosesIsTold() {
        try (var encoder = posting("show")) {
            beginning(encoder);
            await().until(() -> rig.streams.count() == 1);
            rig.stop();
            assertThat(rig.streams.ends()).containsExactly(EndReason.SHUTDOWN);
            assertThat(encoder.head()).startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void whoIsEndedHearsWhy() {
        try (var refused = posting(LocalStreams.REFUSED)) {
            assertThat(refused.head()).startsWith("HTTP/1.1 403 ");
        }
        try (var encoder = posting("show")) {
            beginning(encoder);
            await().until(() -> rig.streams.count() == 1);
            assertThat(rig.clients.kickPublishers(SHOW).await()).isOne();
            assertThat(encoder.head()).startsWith("HTTP/1.1 403 ");
            assertThat(new String(encoder.rest(), US_ASCII)).contains("ended: KICKED");
        }
        assertThat(rig.clients.publisherFlights(SHOW).await())
                .singleElement()
                .satisfies(flight -> assertThat(flight.events())
                        .extracting(FlightEvent::what)
                        .endsWith("kicked", "unpublished", "closed"));
        await().untilAsserted(() -> assertThat(rig.streams.ends()).containsExactly(EndReason.KICKED));
        try (var encoder = posting("show")) {
            beginning(encoder);
            assertThat(encoder.head()).startsWith("HTTP/1.1 408 ");
        }
        await().untilAsserted(() ->
                assertThat(rig.streams.ends()).containsExactly(EndReason.KICKED, EndReason.PUBLISHER_SILENT));
    }
}
