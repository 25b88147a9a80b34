package dev.headwater.server.rtmp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.ScriptedPeer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who does not speak RTMP, or too slowly, is closed. */
class HostileHandshakeTest {
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final int S0_S1_S2_BYTES = 1 + 2 * 1536;

    @RegisterExtension
    static final HostilePort port = new HostilePort(RtmpRig.with().handshakeTimeout(TIMEOUT));

    @Test
    void webBrowserIsClosedUnanswered() {
        assertUnanswered("NOT_RTMP", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
    }

    @Test
    void tlsClientIsClosedUnanswered() {
        assertUnanswered("NOT_RTMP", new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01});
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x04, 0x06, 0x08, 0x1F})
    void otherVersionIsClosedUnanswered(int version) {
        byte[] handshake = RawPeer.handshake();
        handshake[0] = (byte) version;
        assertUnanswered("BAD_VERSION", handshake);
    }

    @Test
    void firstByteOfAllOnesIsClosedUnanswered() {
        assertUnanswered("NOT_RTMP", new byte[] {(byte) 0xFF});
    }

    private static void assertUnanswered(String reason, byte[] bytes) {
        try (var peer = port.open()) {
            port.rig().assertRejected(reason, "HANDSHAKE", () -> {
                peer.sendRaw(bytes);
                assertThat(peer.answerUntilClosed(ScriptedPeer.PATIENCE)).isEmpty();
            });
        }
    }

    @Test
    void probeThatSaysNothingIsClosedInTimeWithoutALine() {
        int lines = port.rig().warnings().size();
        int rejected = port.rig().rejected();
        try (var peer = port.open()) {
            assertThat(peer.answerUntilClosed(ScriptedPeer.PATIENCE)).isEmpty();
        }
        assertThat(port.rig().warnings()).hasSize(lines);
        assertThat(port.rig().rejected()).isEqualTo(rejected);
    }

    @Test
    void tricklingDoesNotProlongTheHandshake() {
        byte[] handshake = RawPeer.handshake();
        long start = System.nanoTime();
        try (var peer = port.open()) {
            port.rig().assertRejected("HANDSHAKE_TIMEOUT", "HANDSHAKE", () -> {
                var sent = new AtomicInteger();
                await().pollInterval(20, TimeUnit.MILLISECONDS).until(() -> {
                    peer.sendRaw(new byte[] {handshake[sent.getAndIncrement()]});
                    return port.rig().rejected("HANDSHAKE_TIMEOUT") > 0;
                });
                assertThat(peer.answerUntilClosed(ScriptedPeer.PATIENCE)).isEmpty();
            });
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(TIMEOUT.dividedBy(2));
    }

    @Test
    void handshakeThatStopsBeforeC2IsClosedInTime() {
        try (var peer = RawPeer.open(port.rig().port())) {
            port.rig().assertRejected("HANDSHAKE_TIMEOUT", "HANDSHAKE", () -> {
                peer.send(Arrays.copyOf(RawPeer.handshake(), 2_000));
                assertThat(peer.readUntilClosed()).hasSize(S0_S1_S2_BYTES);
            });
        }
    }

    @Test
    void garbageBehindTheHandshakeIsClosed() {
        try (var peer = port.open().handshake()) {
            port.rig().assertRejected("BAD_CHUNK", "AWAITING_CONNECT", () -> {
                peer.sendRaw("ff fe fd fc fb fa");
                assertThat(peer.awaitClose()).isEmpty();
            });
        }
    }

    @Test
    void handshakeAndConnectAreAnsweredAlikeHoweverTheyAreCut() {
        byte[] all = RawPeer.join(RawPeer.handshake(), RawPeer.connect());
        byte[] atOnce;
        try (var peer = RawPeer.open(port.rig().port())) {
            peer.send(all);
            atOnce = peer.readToEnd();
        }
        byte[] byteByByte;
        try (var peer = RawPeer.open(port.rig().port())) {
            for (byte each : all) {
                peer.send(new byte[] {each});
            }
            byteByByte = peer.readToEnd();
        }
        assertThat(behindTheHandshake(atOnce)).hasSizeGreaterThan(100).isEqualTo(behindTheHandshake(byteByByte));
    }

    private static byte[] behindTheHandshake(byte[] answer) {
        return Arrays.copyOfRange(answer, S0_S1_S2_BYTES, answer.length);
    }

    @Test
    void callersThatHangUpAtOnceLeaveNothingBehind() {
        int accepted = (int) port.rig().metrics().rtmp.acceptedConnections.count();
        for (int i = 0; i < 200; i++) {
            port.open().reset();
        }
        await().untilAsserted(() ->
                assertThat(port.rig().metrics().rtmp.connections.value()).isEqualTo(2));
        assertThat((int) port.rig().metrics().rtmp.acceptedConnections.count()).isLessThanOrEqualTo(accepted + 200);
        assertThat(port.rig().log().errors()).isEmpty();
    }
}
