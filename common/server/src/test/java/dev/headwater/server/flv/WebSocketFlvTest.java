package dev.headwater.server.flv;

import static dev.headwater.media.FrameKind.AUDIO;
import static dev.headwater.media.FrameKind.DATA;
import static dev.headwater.media.FrameKind.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.http.RawHttp;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.role.Protocol;
import dev.headwater.testkit.Payloads;
import io.vertx.core.Future;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** FLV by WebSocket as players get it: frames as bytes. */
class WebSocketFlvTest {
    private static final int BINARY = 0x82;
    private static final int CLOSE = 0x88;
    private static final int PONG = 0x8A;
    private static final byte[] KEY = Payloads.avcKeyFrame(1);
    private static final byte[] LARGE = Payloads.avcInterFrame(2, 70_000);

    /** One frame from the server, which never masks. */
    private record Frame(int first, ByteBuffer payload) {
        static Frame read(RawHttp client) {
            byte[] head = client.bytes(2);
            int length = head[1];
            assertThat(length).as("mask bit").isNotNegative();
            if (length == 126) {
                length = Short.toUnsignedInt(ByteBuffer.wrap(client.bytes(2)).getShort());
            } else if (length == 127) {
                length = Math.toIntExact(ByteBuffer.wrap(client.bytes(8)).getLong());
            }
            return new Frame(head[0] & 0xFF, ByteBuffer.wrap(client.bytes(length)));
        }
    }

    /** The messages of a client as one stream; another kind of frame is an error. */
    private static final class Messages extends InputStream {
        private final RawHttp client;
        private ByteBuffer left = ByteBuffer.allocate(0);

        Messages(RawHttp client) {
            this.client = client;
        }

        @Override
        public int read() {
            return message().get() & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int taken = Math.min(length, message().remaining());
            left.get(into, offset, taken);
            return taken;
        }

        private ByteBuffer message() {
            while (!left.hasRemaining()) {
                var frame = Frame.read(client);
                assertThat(frame.first()).isEqualTo(BINARY);
                left = frame.payload();
            }
            return left;
        }
    }

    private static FlvInput flv(RawHttp client) {
        return new FlvInput(new Messages(client));
    }

    private static RawHttp upgraded(FlvRig rig, String path) {
        var client = asked(rig, path);
        assertThat(client.head())
                .startsWith("HTTP/1.1 101 ")
                .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                .doesNotContainIgnoringCase("sec-websocket-extensions");
        return client;
    }

    private static RawHttp asked(FlvRig rig, String path) {
        return new RawHttp(rig.port())
                .say("GET " + path + " HTTP/1.1|Host: h|Connection: Upgrade|Upgrade: websocket|"
                        + "Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|"
                        + "Sec-WebSocket-Extensions: permessage-deflate||");
    }

    @Test
    void theStreamComesInBinaryMessagesOfWholeTags() {
        try (var rig = new FlvRig()) {
            var show = rig.broadcast("show").send(VIDEO, 0, KEY);
            try (var client = upgraded(rig, "/live/show.flv")) {
                var flv = flv(client);
                assertThat(flv.flags()).isEqualTo(5);
                flv.expect(DATA, 0, Payloads.onMetaData())
                        .expect(VIDEO, 0, Payloads.avcSequenceHeader())
                        .expect(AUDIO, 0, Payloads.aacSequenceHeader())
                        .expect(VIDEO, 0, KEY);
                show.send(VIDEO, 40, LARGE);
                flv.expect(VIDEO, 40, LARGE);
                assertThat(rig.metrics.http.plays(Protocol.WS_FLV).players.value())
                        .isOne();

                show.end();
                var end = Frame.read(client);
                assertThat(end.first()).isEqualTo(CLOSE);
                assertThat(end.payload().getShort()).isEqualTo((short) 1000);
                assertThat(rig.metrics.http.connections.value()).isOne();
            }
            await().until(() -> rig.metrics.http.players() == 0 && rig.clients.count() == 0);
            await().until(() -> rig.metrics.http.connections.value() == 0);
        }
    }

    @Test
    void aNodeThatStopsSaysThatItGoesAway() { // RFC 6455, 7.4.1
        try (var rig = new FlvRig()) {
            rig.broadcast("show").send(VIDEO, 0, KEY);
            try (var client = upgraded(rig, "/live/show.flv")) {
                flv(client)
                        .expect(DATA, 0, Payloads.onMetaData())
                        .expect(VIDEO, 0, Payloads.avcSequenceHeader())
                        .expect(AUDIO, 0, Payloads.aacSequenceHeader())
                        .expect(VIDEO, 0, KEY);
                rig.stop();
                var end = Frame.read(client);
                assertThat(end.first()).isEqualTo(CLOSE);
                assertThat(end.payload().getShort()).isEqualTo((short) 1001);
            }
            assertThat(rig.metrics.http.players()).isZero();
        }
    }

    @Test
    void pingsAreAnsweredAndWhatElseAClientSaysIsIgnored() {
        try (var rig = new FlvRig()) {
            rig.broadcast("show").send(VIDEO, 0, KEY);
            try (var client = upgraded(rig, "/live/show.flv")) {
                flv(client)
                        .expect(DATA, 0, Payloads.onMetaData())
                        .expect(VIDEO, 0, Payloads.avcSequenceHeader())
                        .expect(AUDIO, 0, Payloads.aacSequenceHeader())
                        .expect(VIDEO, 0, KEY);
                byte[] text = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'};
                byte[] ping = {(byte) 0x89, (byte) 0x81, 0, 0, 0, 0, 'p'};
                client.say(text).say(ping);
                var answer = Frame.read(client);
                assertThat(answer.first()).isEqualTo(PONG);
                assertThat(answer.payload().array()).containsExactly('p');
            }
        }
    }

    @Test
    void whoSendsAFloodOfPingsIsClosed() {
        try (var rig = new FlvRig()) {
            var show = rig.broadcast("show").send(VIDEO, 0, KEY);
            var ms = new AtomicInteger();
            try (var client = upgraded(rig, "/live/show.flv");
                    var _ = rig.each(Duration.ofMillis(10), () -> show.send(VIDEO, ms.addAndGet(10), LARGE))) {
                var flood = ByteBuffer.allocate(400 * 7);
                for (int i = 0; i < 400; i++) {
                    flood.put(new byte[] {(byte) 0x89, (byte) 0x81, 0, 0, 0, 0, 'p'});
                }
                client.say(flood.array());
                int pongs = 0;
                var frame = Frame.read(client);
                while (frame.first() != CLOSE) {
                    pongs += frame.first() == PONG ? 1 : 0;
                    frame = Frame.read(client);
                }
                assertThat(frame.payload().getShort()).isEqualTo((short) 1008);
                assertThat(pongs).isLessThan(400);
                var rest = ByteBuffer.wrap(client.rest());
                while (rest.hasRemaining()) {
                    assertThat(rest.get() & 0xFF)
                            .as("no data after the Close frame (RFC 6455, 5.5.1)")
                            .isEqualTo(PONG);
                    rest.position(rest.position() + 1 + rest.get(rest.position()));
                }
                await().until(() -> rig.metrics.http.players() == 0 && rig.metrics.http.connections.value() == 0);
            }
            assertThat(rig.rejected("flood")).isOne();
            assertThat(rig.log.warnings())
                    .singleElement()
                    .asString()
                    .matches("closed ws-flv peer=127\\.0\\.0\\.1:\\d+ error=FLOOD: more than 100 pings in a second");
        }
    }

    @Test
    void garbageEndsItsSenderAlone() {
        try (var rig = new FlvRig()) {
            var show = rig.broadcast("show").send(VIDEO, 0, KEY);
            try (var spared = upgraded(rig, "/live/show.flv")) {
                var flv = flv(spared);
                byte[] unmasked = {(byte) 0x82, 2, 1, 2};
                byte[] unknownOpcode = {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0};
                byte[] huge = {(byte) 0x82, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0};
                byte[] noise = "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                for (byte[] garbage : new byte[][] {unmasked, unknownOpcode, huge, noise}) {
                    try (var client = upgraded(rig, "/live/show.flv")) {
                        client.say(garbage);
                        client.rest();
                    }
                }
                await().until(() -> rig.metrics.http.players() == 1);
                flv.expect(DATA, 0, Payloads.onMetaData())
                        .expect(VIDEO, 0, Payloads.avcSequenceHeader())
                        .expect(AUDIO, 0, Payloads.aacSequenceHeader())
                        .expect(VIDEO, 0, KEY);
                show.send(VIDEO, 40, LARGE);
                flv.expect(VIDEO, 40, LARGE);
            }
            assertThat(rig.log.errors()).isEmpty();
        }
    }

    @Test
    void whoMayNotHearsSoBeforeTheUpgrade() {
        try (var rig = new FlvRig(
                attempt -> Future.succeededFuture(new Verdict.Denied(Denial.CLOSED, "for a test", false)),
                PortLimits.NONE,
                Duration.ofSeconds(15),
                8 << 20)) {
            try (var client = asked(rig, "/live/show.flv")) {
                assertThat(client.head()).startsWith("HTTP/1.1 403 ");
            }
            assertThat(rig.rejected("play_denied")).isOne();
            assertThat(rig.log.warnings())
                    .singleElement()
                    .asString()
                    .matches(
                            "refused play ws-flv peer=127\\.0\\.0\\.1:\\d+ stream=live/show code=403: CLOSED: for a test");
            await().until(() -> rig.clients.count() == 0);
        }
        try (var rig = new FlvRig()) {
            try (var client = asked(rig, "/live/nobody.flv")) {
                assertThat(client.head()).startsWith("HTTP/1.1 404 ");
            }
        }
    }

    @Test
    void whoHangsUpWhileHeWaitsIsForgotten() {
        try (var rig = new FlvRig()) {
            try (var _ = asked(rig, "/live/late.flv")) {
                await().until(() -> rig.clients.count() == 1);
            }
            await().until(() -> rig.clients.count() == 0);
        }
    }
}
