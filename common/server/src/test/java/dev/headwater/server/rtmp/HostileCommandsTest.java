package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.role.LocalStreams;
import dev.headwater.testkit.Message;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands out of order, without end, or made to hurt whoever takes them apart. */
class HostileCommandsTest {
    private static final String CONNECTED = "CONNECTED";
    private static final int PING_REQUEST = 6;
    private static final int PONG = 7;

    @RegisterExtension
    static final HostilePort port = new HostilePort(RtmpRig.with());

    // ---- order

    @Test
    void createStreamBeforeConnectIsToldSoAndClosed() {
        try (var peer = port.open().handshake()) {
            port.rig().assertRejected("OUT_OF_ORDER", "AWAITING_CONNECT", () -> {
                peer.command(0, "createStream", 1, null);
                assertThat(peer.awaitClose()).singleElement().matches(message -> message.isCommand("_error"));
            });
        }
    }

    @Test
    void secondConnectIsToldSoAndClosed() {
        try (var peer = port.connected()) {
            port.rig().assertRejected("OUT_OF_ORDER", CONNECTED, () -> {
                peer.command(0, "connect", 7, ScriptedPeer.connectObject("live"));
                assertThat(peer.awaitClose())
                        .singleElement()
                        .matches(message ->
                                message.isCommand("_error") && message.isStatus("NetConnection.Connect.Rejected"));
            });
        }
    }

    @Test
    void connectWithAnAppTooLongIsToldSoAndClosed() {
        try (var peer = port.open().handshake()) {
            port.rig().assertRejected("BAD_NAME", "CONNECTING", () -> {
                peer.command(0, "connect", 1, ScriptedPeer.connectObject("a".repeat(257)));
                assertThat(peer.awaitClose()).last().matches(message -> message.isCommand("_error"));
            });
        }
    }

    @Test
    void secondPublishOnAStreamIsRefusedAndTheFirstGoesOn() {
        try (var peer = port.connected();
                var player = port.connected()) {
            int stream = Coded.publish(peer, "first");
            peer.command(stream, "publish", 9, null, "second", "live");
            assertThat(peer.awaitStatus("NetStream.Publish.BadName").streamId()).isEqualTo(stream);
            player.play("first");
            peer.video(stream, 0, Payloads.avcKeyFrame(5));
            assertThat(Coded.nextCounter(player)).isEqualTo(5);
        }
    }

    @Test
    void playOnAStreamThatPublishesIsRefusedAndThePublishGoesOn() {
        try (var peer = port.connected();
                var player = port.connected()) {
            int stream = Coded.publish(peer, "both");
            peer.command(stream, "play", 9, null, "healthy", -2000);
            assertThat(peer.awaitStatus("NetStream.Play.Failed").streamId()).isEqualTo(stream);
            player.play("both");
            peer.video(stream, 0, Payloads.avcKeyFrame(5));
            assertThat(Coded.nextCounter(player)).isEqualTo(5);
        }
    }

    @Test
    void publishOnAStreamThatPlaysIsRefusedAndThePlayGoesOn() {
        try (var peer = port.connected()) {
            int stream = peer.play("healthy");
            peer.command(stream, "publish", 9, null, "both", "live");
            assertThat(peer.awaitStatus("NetStream.Publish.BadName").streamId()).isEqualTo(stream);
            Coded.next(peer);
        }
    }

    @Test
    void mediaThatBelongsToNoPublishIsDroppedAndInTheEndClosed() {
        try (var peer = port.connected()) {
            int stream = peer.createStream();
            port.rig().assertRejected("OUT_OF_ORDER", CONNECTED, () -> {
                for (int i = 0; i < 150; i++) {
                    peer.video(stream, i, Payloads.avcInterFrame(i));
                }
                assertThat(peer.awaitClose()).isEmpty();
            });
        }
    }

    // ---- floods

    @Test
    void createStreamWithoutEndIsRefusedAndThenClosed() {
        try (var peer = port.connected()) {
            port.rig().assertRejected("TOO_MANY_MESSAGE_STREAMS", CONNECTED, () -> {
                peer.sendRaw(repeated(500, RawPeer.command(0, "createStream", 5, null)));
                var answers = peer.awaitClose();
                assertThat(answers)
                        .filteredOn(message -> message.isCommand("_result"))
                        .hasSize(8);
                assertThat(answers)
                        .filteredOn(message -> message.isCommand("_error"))
                        .hasSize(100);
            });
        }
    }

    @Test
    void pingsWithoutEndAreAnsweredInModerationAndThenClosed() {
        byte[] ping =
                RawPeer.chunks(2, new Message(Message.USER_CONTROL, 0, 0, new byte[] {0, PING_REQUEST, 1, 2, 3, 4}));
        try (var peer = port.connected()) {
            port.rig().assertRejected("FLOOD", CONNECTED, () -> {
                peer.sendRaw(repeated(1_000, ping));
                assertThat(peer.awaitClose())
                        .allMatch(message -> message.type() == Message.USER_CONTROL && message.payload()[1] == PONG)
                        .hasSizeBetween(10, 20); // a second may have gone by in the middle
            });
        }
    }

    @Test
    void manyFaultsInOneSegmentAreOne() {
        byte[] publish = RawPeer.command(1, "publish", 3, null, "..", "live");
        try (var peer = port.connected()) {
            peer.createStream();
            port.rig().assertRejected("BAD_NAME", CONNECTED, () -> {
                peer.sendRaw(repeated(50, publish));
                assertThat(peer.awaitClose())
                        .singleElement()
                        .matches(message -> message.isStatus("NetStream.Publish.BadName"));
            });
        }
    }

    private static byte[] repeated(int times, byte[] bytes) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    // ---- AMF

    @Test
    void valueNestedTooDeeplyIsClosed() {
        assertClosed("AMF_LIMIT", repeated(40, hex("03000161")));
    }

    @Test
    void valueNestedToTheLimitOfTheMessageIsClosed() {
        assertClosed("AMF_LIMIT", repeated(15_000, hex("03000161")));
    }

    @Test
    void arrayThatClaimsFourBillionValuesIsClosed() {
        assertClosed("BAD_AMF", hex("0affffffff05"));
    }

    @Test
    void textThatClaimsFourBillionBytesIsClosed() {
        assertClosed("BAD_AMF", hex("0cffffffff616161"));
    }

    @Test
    void moreValuesThanTheLimitAreClosed() {
        assertClosed("AMF_LIMIT", repeated(5_000, hex("05")));
    }

    /** @param argument in place of the command object of a command that says its name and number properly */
    private static void assertClosed(String reason, byte[] argument) {
        byte[] start = Message.command(0, "createStream", 2).payload();
        try (var peer = port.connected()) {
            port.rig().assertRejected(reason, CONNECTED, () -> {
                peer.send(new Message(Message.COMMAND, 0, 0, RawPeer.join(start, argument)));
                assertThat(peer.awaitClose()).isEmpty();
            });
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void commandWithoutANameIsIgnored() {
        try (var peer = port.connected()) {
            peer.send(new Message(Message.COMMAND, 0, 0, new byte[0]));
            peer.send(new Message(Message.COMMAND, 0, 0, hex("050505")));
            assertThat(peer.createStream()).isEqualTo(1);
        }
    }

    // ---- names

    @Test
    void illegalNamesToPublishAreToldSoAndClosed() {
        for (String name : List.of("../../tmp/x", "a\\b", "a\u0000b", "a\r\nWARN forged", ".hidden", "%2e%2e%2fx")) {
            try (var peer = port.connected()) {
                int stream = peer.createStream();
                port.rig().assertRejected("BAD_NAME", CONNECTED, () -> {
                    peer.command(stream, "publish", 3, null, name, "live");
                    assertThat(peer.awaitClose())
                            .singleElement()
                            .matches(message ->
                                    message.isStatus("NetStream.Publish.BadName") && message.streamId() == stream);
                });
            }
        }
        assertThat(port.rig().log().lines()).noneMatch(line -> line.contains("forged"));
    }

    @Test
    void illegalNameToPlayIsToldSoAndClosed() {
        try (var peer = port.connected()) {
            int stream = peer.createStream();
            port.rig().assertRejected("BAD_NAME", CONNECTED, () -> {
                peer.command(stream, "play", 3, null, "..", -2000);
                assertThat(peer.awaitClose())
                        .singleElement()
                        .matches(message -> message.isStatus("NetStream.Play.Failed") && message.streamId() == stream);
            });
        }
    }

    // ---- secrets

    @Test
    void tokensAreInNoLine() {
        try (var peer = port.open().handshake()) {
            peer.command(0, "connect", 1, ScriptedPeer.connectObject("live?token=secret"));
            peer.awaitStatus("NetConnection.Connect.Success");
            int stream = Coded.publish(peer, "hidden?token=secret");
            peer.video(stream, 0, Payloads.avcKeyFrame(1));
            try (var player = port.connected()) {
                player.play("hidden?token=secret");
                Coded.next(player);
            }
        }
        try (var peer = port.connected()) {
            int stream = peer.createStream();
            peer.command(stream, "publish", 3, null, LocalStreams.REFUSED + "?token=secret", "live");
            peer.awaitStatus("NetStream.Publish.Denied");
            peer.awaitClose();
        }
        try (var peer = port.connected()) {
            int stream = peer.createStream();
            peer.command(stream, "publish", 3, null, "..?token=secret", "live");
            peer.awaitClose();
        }
        try (var peer = port.connected()) {
            int stream = peer.createStream();
            peer.command(stream, "play", 3, null, "nobody?token=secret", -2000);
            peer.awaitStatus("NetStream.Play.StreamNotFound");
            peer.awaitClose();
        }
        await().untilAsserted(() -> assertThat(port.rig().streams().count()).isOne());
        assertThat(port.rig().log().lines())
                .anyMatch(line -> line.contains("live/hidden"))
                .anyMatch(line -> line.contains("live/refused"))
                .noneMatch(line -> line.contains("secret"));
    }

    @Test
    void appCannotForgeALine() {
        try (var peer = port.open().handshake()) {
            peer.command(0, "connect", 1, ScriptedPeer.connectObject("live\r\nERROR forged"));
            peer.awaitStatus("NetConnection.Connect.Success");
        }
        assertThat(port.rig().log().lines()).noneMatch(line -> line.contains("\n"));
    }
}
