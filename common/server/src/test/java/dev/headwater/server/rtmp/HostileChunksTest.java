package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.hub.EndReason;
import dev.headwater.testkit.Message;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Chunks and messages that are too long, too many, or none. */
class HostileChunksTest {
    private static final String CONNECTED = "CONNECTED";
    private static final int MAX_UNAUTHORISED_BYTES = 64 << 10;
    private static final int MAX_BYTES = 8 << 20;
    private static final int FIRST_LONG_ID = 64;

    @RegisterExtension
    static final HostilePort port = new HostilePort(RtmpRig.with());

    /** An attack after connect that the server answers with nothing but the end. */
    private static void assertClosed(String reason, byte[]... bytes) {
        try (var peer = port.connected()) {
            port.rig().assertRejected(reason, CONNECTED, () -> {
                peer.sendRaw(RawPeer.join(bytes));
                assertThat(peer.awaitClose()).isEmpty();
            });
        }
    }

    private static byte[] control(int type, String hex) {
        return RawPeer.chunks(2, new Message(type, 0, 0, HexFormat.of().parseHex(hex)));
    }

    // ---- too long

    @Test
    void messageOverTheLimitOfStrangersIsClosedAtItsHeader() {
        assertClosed("MESSAGE_TOO_LARGE", RawPeer.header(5, MAX_UNAUTHORISED_BYTES + 1, Message.VIDEO, 1));
    }

    @Test
    void messageOverTheLimitOfPublishersIsClosedAtItsHeader() {
        try (var peer = port.connected()) {
            int stream = Coded.publish(peer, "long");
            port.rig().assertRejected("MESSAGE_TOO_LARGE", CONNECTED, () -> {
                peer.sendRaw(RawPeer.header(5, MAX_BYTES + 1, Message.VIDEO, stream));
                peer.awaitClose();
            });
        }
    }

    @Test
    void metadataOfTenMebibytesIsClosedAtItsHeader() {
        try (var peer = port.connected()) {
            int stream = Coded.publish(peer, "long");
            port.rig().assertRejected("MESSAGE_TOO_LARGE", CONNECTED, () -> {
                peer.sendRaw(RawPeer.header(5, 10 << 20, Message.DATA, stream));
                peer.awaitClose();
            });
        }
    }

    @Test
    void metadataOverItsLimitIsDroppedAndTheStreamLives() {
        int rejected = port.rig().rejected();
        try (var peer = port.connected();
                var player = port.connected()) {
            peer.chunkSize(60_000);
            int stream = Coded.publish(peer, "metadata");
            player.play("metadata");
            peer.data(stream, 0, new byte[1 << 20]);
            peer.data(stream, 0, Payloads.setDataFrame());
            peer.video(stream, 0, Payloads.avcKeyFrame(1, 1 << 20));
            var frame = Coded.next(player);
            assertThat(Payloads.counterOf(frame.payload())).isEqualTo(1);
            assertThat(frame.payload()).hasSizeGreaterThan(1 << 20);
            assertThat(player.seen().stream()
                            .filter(message -> message.type() == Message.DATA && message.payload().length > 1_000))
                    .isEmpty();
        }
        assertThat(port.rig().rejected()).isEqualTo(rejected);
    }

    // ---- too many

    @Test
    void sixtyFifthChunkStreamIsClosed() {
        var bytes = new ByteArrayOutputStream();
        for (int id = 3; id < FIRST_LONG_ID; id++) {
            bytes.writeBytes(RawPeer.header(id, 200, Message.VIDEO, 1));
            bytes.writeBytes(new byte[128]);
        }
        for (int low = 0; low < 10; low++) {
            bytes.write(0); // then the low byte of an id of two bytes stands where an id of one byte would
            bytes.writeBytes(RawPeer.header(low, 200, Message.VIDEO, 1));
            bytes.writeBytes(new byte[128]);
        }
        assertClosed("TOO_MANY_CHUNK_STREAMS", bytes.toByteArray());
    }

    /** Two peers announce twice the heap of this test, and send next to nothing of it. */
    @Test
    void announcedBytesCostNothingUntilTheyCome() {
        var peers = new ArrayList<ScriptedPeer>();
        for (int i = 0; i < 3; i++) {
            var peer = port.connected();
            peers.add(peer);
            int stream = Coded.publish(peer, "hollow" + i);
            peer.chunkSize(1);
            var bytes = new ByteArrayOutputStream();
            for (int id = 10; id < FIRST_LONG_ID; id++) {
                bytes.writeBytes(RawPeer.header(id, MAX_BYTES, Message.VIDEO, stream));
                bytes.write(0);
            }
            peer.sendRaw(bytes.toByteArray());
        }
        for (var peer : peers) {
            assertThat(peer.createStream()).isEqualTo(2);
            peer.close();
        }
    }

    // ---- chunk size

    @Test
    void chunkSizeOfNothingIsClosed() {
        assertClosed("BAD_CHUNK_SIZE", control(Message.SET_CHUNK_SIZE, "00000000"));
    }

    @Test
    void chunkSizeWithItsTopBitSetIsClosed() {
        assertClosed("BAD_CHUNK_SIZE", control(Message.SET_CHUNK_SIZE, "80000001"));
    }

    @Test
    void chunkSizeCutShortIsClosed() {
        assertClosed("BAD_CONTROL_MESSAGE", control(Message.SET_CHUNK_SIZE, "0010"));
    }

    @Test
    void largestChunkSizeCostsNothing() {
        try (var peer = port.connected()) {
            peer.chunkSize(Integer.MAX_VALUE);
            assertThat(peer.createStream()).isEqualTo(1);
        }
    }

    @Test
    void chunksOfOneByteAreUnderstood() {
        try (var peer = port.connected()) {
            peer.chunkSize(1);
            assertThat(peer.createStream()).isEqualTo(1);
        }
    }

    // ---- abort, cut, nonsense

    @Test
    void abortedMessageIsForgottenAndTheNextOneUnderstood() {
        try (var peer = port.connected()) {
            peer.sendRaw(RawPeer.join(
                    RawPeer.header(3, 200, Message.COMMAND, 0),
                    new byte[128],
                    control(2, "00000003"),
                    control(2, "0000ffff")));
            assertThat(peer.createStream()).isEqualTo(1);
        }
    }

    @Test
    void otherLengthInTheMiddleOfAMessageIsClosed() {
        assertClosed(
                "BAD_CHUNK",
                RawPeer.header(5, 200, Message.VIDEO, 1),
                new byte[128],
                RawPeer.header(5, 300, Message.VIDEO, 1));
    }

    @Test
    void zerosWithoutEndAreClosedSoon() {
        try (var peer = port.connected()) {
            port.rig().assertRejected("NOT_RTMP", CONNECTED, () -> {
                peer.sendRaw(new byte[64 << 10]);
                assertThat(peer.awaitClose()).isEmpty();
            });
        }
    }

    @Test
    void zerosInsteadOfConnectAreClosedAtOnce() {
        try (var peer = port.open().handshake()) {
            port.rig().assertRejected("NOT_RTMP", "AWAITING_CONNECT", () -> {
                peer.sendRaw(new byte[64]);
                assertThat(peer.awaitClose()).isEmpty();
            });
        }
    }

    @Test
    void unknownMessageNowAndThenIsSkipped() {
        try (var peer = port.connected()) {
            peer.send(new Message(99, 0, 0, new byte[10]));
            peer.send(new Message(7, 0, 0, new byte[0]));
            assertThat(peer.createStream()).isEqualTo(1);
        }
    }

    @Test
    void publisherResetInTheMiddleOfAMessageEndsItsStreamOnce() {
        int lines = port.rig().warnings().size();
        int ends = port.rig().streams().ends().size();
        try (var player = port.connected()) {
            var peer = port.connected();
            int stream = Coded.publish(peer, "cut");
            player.play("cut");
            peer.video(stream, 0, Payloads.avcKeyFrame(1));
            Coded.next(player);
            peer.sendRaw(RawPeer.join(RawPeer.header(5, 10_000, Message.VIDEO, stream), new byte[128]));
            peer.reset();
            player.awaitStatus("NetStream.Play.UnpublishNotify");
            player.awaitStatus("NetStream.Play.Stop");
        }
        await().untilAsserted(() -> assertThat(port.rig().streams().count()).isOne());
        assertThat(port.rig().streams().ends()).hasSize(ends + 1).endsWith(EndReason.PUBLISHER_LOST);
        assertThat(port.rig().warnings()).hasSize(lines);
    }
}
