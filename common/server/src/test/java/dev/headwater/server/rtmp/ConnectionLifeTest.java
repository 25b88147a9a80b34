package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.hub.EndReason;
import dev.headwater.server.role.LocalStreams;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits of time and number, answers that come late, and the end of the port. */
class ConnectionLifeTest {
    // ---- time and number

    @Test
    void connectionOverTheLimitIsClosedAndTheNextOneAfterAnotherLeftIsNot() {
        try (var rig = RtmpRig.with().maxConnections(2).open()) {
            var first = ScriptedPeer.connected(rig.port(), "live");
            try (var second = ScriptedPeer.connected(rig.port(), "live")) {
                for (int i = 0; i < 3; i++) {
                    try (var third = ScriptedPeer.open(rig.port())) {
                        assertThat(third.answerUntilClosed(ScriptedPeer.PATIENCE))
                                .isEmpty();
                    }
                }
                assertThat(rig.rejected("MAX_CONNECTIONS")).isEqualTo(3);
                assertThat(rig.warnings())
                        .hasSize(3)
                        .allMatch(
                                line -> line.matches(
                                        "closed rtmp peer=127\\.0\\.0\\.1:\\d+ error=MAX_CONNECTIONS: .*rtmp\\.max-connections=2.*"));
                first.close();
                await().until(() -> rig.metrics().rtmp.connections.value() == 1);
                ScriptedPeer.connected(rig.port(), "live").close();
                assertThat(second.createStream()).isEqualTo(1);
            }
            rig.assertEmpty();
        }
    }

    @Test
    void connectionThatWouldTakeFromTheReserveOfDescriptorsIsClosed() {
        try (var rig = RtmpRig.with().descriptorReserve(Integer.MAX_VALUE).open();
                var peer = ScriptedPeer.open(rig.port())) {
            assertThat(peer.answerUntilClosed(ScriptedPeer.PATIENCE)).isEmpty();
            assertThat(rig.rejected("NO_DESCRIPTORS")).isOne();
            assertThat(rig.warnings())
                    .anyMatch(line -> line.matches("whoever comes is closed: .*descriptors\\.reserve=.*"))
                    .anyMatch(line -> line.matches("closed rtmp peer=127\\.0\\.0\\.1:\\d+ error=NO_DESCRIPTORS: .*"));
        }
    }

    @Test
    void clientThatNeitherPublishesNorPlaysIsClosedInTime() {
        try (var rig = RtmpRig.with()
                        .connectTimeout(Duration.ofMillis(300))
                        .handshakeTimeout(Duration.ofMillis(200))
                        .open();
                var peer = ScriptedPeer.connected(rig.port(), "live")) {
            peer.createStream();
            assertThat(peer.awaitClose()).isEmpty();
            assertThat(rig.rejected("IDLE")).isOne();
            assertThat(rig.rejected()).isOne();
            rig.assertEmpty();
        }
    }

    @Test
    void clientAtFaultIsNotCountedAsIdleToo() {
        try (var rig = RtmpRig.with()
                        .connectTimeout(Duration.ofMillis(100))
                        .handshakeTimeout(Duration.ofMillis(100))
                        .open();
                var peer = RawPeer.open(rig.port())) {
            peer.send(RawPeer.handshake(), RawPeer.connect(), RawPeer.connect()); // and stays, so the socket lingers
            rig.assertEmpty();
            assertThat(rig.rejected("OUT_OF_ORDER")).isOne();
            assertThat(rig.rejected()).isOne();
        }
    }

    @Test
    void publisherThatFallsSilentIsToldSoAndClosed() {
        try (var rig = RtmpRig.with().publisherSilence(Duration.ofMillis(300)).open();
                var publisher = ScriptedPeer.connected(rig.port(), "live");
                var player = ScriptedPeer.connected(rig.port(), "live")) {
            publisher.publish("silent");
            player.play("silent");
            assertThat(publisher.awaitClose())
                    .last()
                    .matches(message -> message.isStatus("NetStream.Unpublish.Success"));
            player.awaitStatus("NetStream.Play.UnpublishNotify");
            assertThat(rig.streams().ends()).containsExactly(EndReason.PUBLISHER_SILENT);
        }
    }

    @Test
    void publisherThatSendsNowAndThenIsNotSilent() {
        var silence = Duration.ofMillis(400);
        try (var rig = RtmpRig.with().publisherSilence(silence).open();
                var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = Coded.publish(publisher, "slow");
            for (int i = 0; i < 10; i++) {
                publisher.video(stream, i * 100L, Payloads.avcKeyFrame(i));
                assertThat(publisher.silentFor(silence.dividedBy(4), message -> true))
                        .isTrue();
            }
            assertThat(rig.streams().count()).isOne();
        }
    }

    @Test
    void clientsArePingedButNoneIsClosedForItsSilence() {
        try (var rig = RtmpRig.with().pingInterval(Duration.ofMillis(100)).open();
                var peer = ScriptedPeer.connected(rig.port(), "live")) {
            for (int i = 0; i < 3; i++) {
                peer.await("a ping", message -> message.type() == 4 && message.payload()[1] == 6);
            }
            assertThat(peer.createStream()).isEqualTo(1);
        }
    }

    // ---- late answers

    @Test
    void grantForAPublisherThatHasLeftEndsAtOnce() {
        try (var rig = RtmpRig.open()) {
            try (var peer = ScriptedPeer.connected(rig.port(), "live")) {
                peer.command(peer.createStream(), "publish", 3, null, LocalStreams.LATE, "live");
                await().until(() -> rig.streams().waiting() == 1);
            }
            await().until(() -> rig.metrics().rtmp.connections.value() == 0);
            rig.streams().answerLate();
            rig.assertEmpty();
            assertThat(rig.streams().ends()).containsExactly(EndReason.PUBLISHER_LOST);
            assertThat(rig.log().errors()).isEmpty();
        }
    }

    @Test
    void publisherThatMayAndDoesNotWaitForTheGrantIsNotClosedForALongKeyFrame() { // as SRS's forwarder
        try (var rig = RtmpRig.open();
                var peer = ScriptedPeer.connected(rig.port(), "live")) {
            peer.chunkSize(60_000);
            int stream = peer.createStream();
            peer.command(stream, "publish", 3, null, LocalStreams.LATE, "live");
            Coded.sendHeaders(peer, stream);
            peer.video(stream, 0, Payloads.avcKeyFrame(1, 200_000));
            assertThat(peer.createStream()).as("read on behind the frame").isEqualTo(stream + 1);
            rig.streams().answerLate();
            peer.awaitStatus("NetStream.Publish.Start");
        }
    }

    @Test
    void grantForAPublishThatWasGivenUpEndsAtOnceAndTheNextOneStands() {
        try (var rig = RtmpRig.open();
                var peer = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = peer.createStream();
            peer.command(stream, "publish", 3, null, LocalStreams.LATE, "live");
            peer.command(stream, "closeStream", 0, null);
            peer.command(stream, "publish", 4, null, "next", "live");
            peer.awaitStatus("NetStream.Publish.Start");
            rig.streams().answerLate();
            await().until(() -> rig.streams().ends().equals(List.of(EndReason.PUBLISHER_LOST)));
            Coded.sendHeaders(peer, stream);
            peer.video(stream, 0, Payloads.avcKeyFrame(1));
            try (var player = ScriptedPeer.connected(rig.port(), "live")) {
                player.play("next");
                assertThat(Coded.nextCounter(player)).isEqualTo(1);
            }
        }
    }

    @Test
    void grantForAPublisherThatIsBeingClosedEndsAtOnce() {
        try (var rig = RtmpRig.open();
                var peer = RawPeer.open(rig.port())) {
            peer.send(
                    RawPeer.handshake(),
                    RawPeer.connect(),
                    RawPeer.command(0, "createStream", 2, null),
                    RawPeer.command(1, "publish", 3, null, LocalStreams.LATE, "live"),
                    RawPeer.connect());
            await().until(() -> rig.rejected("OUT_OF_ORDER") == 1);
            rig.streams().answerLate();
            await().until(() -> !rig.streams().ends().isEmpty());
            assertThat(rig.streams().count()).isZero();
            assertThat(rig.metrics().rtmp.publishers.value()).isZero();
            rig.assertEmpty();
        }
    }

    @Test
    void streamFoundForAPlayerThatHasLeftIsNotJoined() {
        try (var rig = RtmpRig.open();
                var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            publisher.publish("found");
            try (var player = ScriptedPeer.connected(rig.port(), "live")) {
                player.command(player.createStream(), "play", 3, null, LocalStreams.LATE, -2000);
                await().until(() -> rig.streams().waiting() == 1);
            }
            await().until(() -> rig.metrics().rtmp.connections.value() == 1);
            rig.streams().answerLate();
            publisher.createStream();
            assertThat(rig.streams().stream("found").players()).isZero();
            assertThat(rig.metrics().rtmp.players()).isZero();
        }
    }

    /** The stream ends between the answer of the source and the join: on the same loop, the join itself says so. */
    @Test
    void playOfAStreamThatHasJustEndedIsToldSo() {
        try (var rig = RtmpRig.open();
                var publisher = ScriptedPeer.connected(rig.port(), "live")) {
            int published = Coded.publish(publisher, "over");
            var players = new ArrayList<ScriptedPeer>();
            for (int i = 0; i < 4 * RtmpRig.EVENT_LOOPS; i++) {
                var player = ScriptedPeer.connected(rig.port(), "live");
                players.add(player);
                player.command(player.createStream(), "play", 3, null, LocalStreams.LATE, -2000);
            }
            await().until(() -> rig.streams().waiting() == players.size());
            var stream = rig.streams().stream("over");
            publisher.command(0, "deleteStream", 0, null, published);
            await().until(() -> rig.streams().count() == 0);
            rig.streams().answerLate(stream);
            for (var player : players) {
                player.awaitStatus("NetStream.Play.Stop");
                player.close();
            }
            await().untilAsserted(() -> assertThat(rig.metrics().rtmp.players()).isZero());
        }
    }

    @Test
    void roleThatFailsClosesThatPeerAlone() throws InterruptedException {
        try (var rig = RtmpRig.open();
                var healthy = HealthyBroadcast.on(rig);
                var peer = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = peer.publish(LocalStreams.BROKEN);
            peer.video(stream, 0, Payloads.avcKeyFrame(1));
            peer.awaitClose();
            assertThat(rig.rejected("INTERNAL")).isOne();
            assertThat(rig.log().errors()).singleElement().asString().contains("our fault");
            healthy.assertNothingLost();
        }
    }

    // ---- the end of the port

    @Test
    void closingThePortTellsEveryClientAndWaitsForThem() {
        try (var rig = RtmpRig.open();
                var publisher = ScriptedPeer.connected(rig.port(), "live");
                var player = ScriptedPeer.connected(rig.port(), "live");
                var idle = ScriptedPeer.connected(rig.port(), "live");
                var mute = RawPeer.open(rig.port())) {
            publisher.publish("last");
            player.play("last");
            await().until(() -> rig.metrics().rtmp.connections.value() == 4);
            rig.closePort();
            assertThat(rig.metrics().rtmp.connections.value()).isZero();
            assertThat(publisher.awaitClose())
                    .last()
                    .matches(message -> message.isStatus("NetStream.Unpublish.Success"));
            assertThat(player.awaitClose())
                    .anyMatch(message -> message.isStatus("NetStream.Play.UnpublishNotify"))
                    .anyMatch(message -> message.isStatus("NetStream.Play.Stop"));
            assertThat(idle.awaitClose()).isEmpty();
            assertThat(mute.read(1)).isNegative();
            assertThat(rig.streams().ends()).containsExactly(EndReason.SHUTDOWN);
            assertThat(rig.rejected()).isZero();
            rig.assertEmpty();
        }
    }
}
