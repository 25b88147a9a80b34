package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.hub.EndReason;
import dev.headwater.server.role.LocalStreams;
import dev.headwater.testkit.Message;
import dev.headwater.testkit.Payloads;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients that behave are told, in which order, and on which message stream. */
class ConversationTest {
    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final int STREAM_BEGIN = 0;

    @RegisterExtension
    static final HostilePort port = new HostilePort(RtmpRig.with());

    /** Control messages by number, statuses by code, other commands by name. */
    private static List<String> outline(Stream<Message> messages) {
        return messages.map(message -> {
                    if (message.type() != Message.COMMAND) {
                        return "type " + message.type();
                    }
                    return message.statusCode().isEmpty()
                            ? String.valueOf(message.values().getFirst())
                            : message.statusCode();
                })
                .toList();
    }

    // ---- order and ids

    @Test
    void publisherHearsItsAnswersInOrderOnTheStreamItGot() {
        try (var peer = port.connected()) {
            assertThat(peer.createStream()).isEqualTo(1);
            int stream = peer.publish("ordered");
            assertThat(stream).isEqualTo(2);
            assertThat(outline(peer.seen().stream()))
                    .containsExactly(
                            "type 5",
                            "type 6",
                            "type 1",
                            "NetConnection.Connect.Success",
                            "_result",
                            "_result",
                            "NetStream.Publish.Start");
            assertThat(peer.seen().getLast().streamId()).isEqualTo(2);
        }
    }

    @Test
    void playerHearsStreamBeginThenStatusThenHeaders() {
        try (var publisher = port.connected();
                var player = port.connected()) {
            int published = publisher.publish("ordered");
            publisher.data(published, 0, Payloads.setDataFrame());
            publisher.video(published, 0, Payloads.avcSequenceHeader());
            publisher.audio(published, 0, Payloads.aacSequenceHeader());
            publisher.video(published, 0, Payloads.avcKeyFrame(1));
            await().until(() -> port.rig().streams().stream("ordered").codecs().contains("avc1"));
            player.createStream();
            int stream = player.play("ordered");
            player.await("the frame", message -> message.isMedia() && message.payload()[1] == 1);
            var behind = player.seen().stream()
                    .dropWhile(message -> message.type() != Message.USER_CONTROL)
                    .toList();
            assertThat(outline(behind.stream()))
                    .startsWith("type 4", "NetStream.Play.Reset", "NetStream.Play.Start", "type 18");
            ByteBuffer event = ByteBuffer.wrap(behind.getFirst().payload());
            assertThat(event.getShort()).isEqualTo((short) STREAM_BEGIN);
            assertThat(event.getInt()).isEqualTo(stream);
            assertThat(behind.stream().skip(1)).allMatch(message -> message.streamId() == stream);
            var media = behind.stream().filter(Message::isMedia).toList();
            assertThat(media.getLast().payload()).isEqualTo(Payloads.avcKeyFrame(1));
            assertThat(media.subList(0, 2))
                    .extracting(Message::payload)
                    .containsExactlyInAnyOrder(Payloads.avcSequenceHeader(), Payloads.aacSequenceHeader());
        }
    }

    @Test
    void playOfAStreamThatIsNotThereIsToldSoAndClosed() {
        int before = port.rig().rejected("PLAY_NOT_FOUND");
        try (var peer = port.connected()) {
            int stream = peer.createStream();
            peer.command(stream, "play", 3, null, "nobody", -2000);
            assertThat(peer.awaitClose())
                    .singleElement()
                    .matches(message ->
                            message.isStatus("NetStream.Play.StreamNotFound") && message.streamId() == stream);
        }
        assertThat(port.rig().rejected("PLAY_NOT_FOUND")).isEqualTo(before + 1);
    }

    @Test
    void refusedPublisherReadsWhyBeforeItIsClosed() {
        int before = port.rig().rejected("PUBLISH_DENIED");
        int lines = port.rig().warnings().size();
        try (var peer = port.connected()) {
            int stream = peer.createStream();
            peer.command(stream, "publish", 3, null, LocalStreams.REFUSED, "live");
            for (int i = 0; i < 50; i++) { // an encoder does not wait for the answer; a reset would swallow it
                peer.video(stream, i, Payloads.avcKeyFrame(i, 10_000));
            }
            assertThat(peer.awaitClose())
                    .singleElement()
                    .matches(message -> message.isStatus("NetStream.Publish.Denied") && message.streamId() == stream);
        }
        assertThat(port.rig().rejected("PUBLISH_DENIED")).isEqualTo(before + 1);
        assertThat(port.rig().warnings().subList(lines, port.rig().warnings().size()))
                .singleElement()
                .asString()
                .matches("refused publish rtmp peer=127\\.0\\.0\\.1:\\d+ stream=live/refused "
                        + "code=NetStream\\.Publish\\.Denied: .*");
    }

    /** Many systems throw away what they received when a reset comes behind it. */
    @Test
    void refusedPublisherIsNotResetWhileItStillSends() {
        byte[] frame = RawPeer.chunks(5, new Message(Message.VIDEO, 1, 0, Payloads.avcKeyFrame(1, 10_000)));
        try (var peer = RawPeer.open(port.rig().port())) {
            peer.send(
                    RawPeer.handshake(),
                    RawPeer.connect(),
                    RawPeer.command(0, "createStream", 2, null),
                    RawPeer.command(1, "publish", 3, null, LocalStreams.REFUSED, "live"));
            for (int i = 0; i < 200; i++) {
                peer.sendAll(frame);
            }
            var all = new String(peer.readUntilClosed(), StandardCharsets.ISO_8859_1);
            assertThat(all.contains("NetStream.Publish.Denied"))
                    .as("the peer was told why")
                    .isTrue();
        }
    }

    // ---- several streams on one connection

    @Test
    void oneConnectionMayPublishTwoStreamsAndPlayTwo() {
        try (var publisher = port.connected();
                var player = port.connected()) {
            int first = Coded.publish(publisher, "first");
            int second = Coded.publish(publisher, "second");
            int playFirst = player.play("first");
            int playSecond = player.play("second");
            assertThat(playSecond).isNotEqualTo(playFirst);
            publisher.video(second, 0, Payloads.avcKeyFrame(22));
            publisher.video(first, 0, Payloads.avcKeyFrame(11));
            var one = Coded.next(player);
            var other = Coded.next(player);
            for (var message : List.of(one, other)) {
                assertThat(Payloads.counterOf(message.payload())).isEqualTo(message.streamId() == playFirst ? 11 : 22);
            }
            publisher.command(0, "deleteStream", 9, null, first);
            assertThat(player.awaitStatus("NetStream.Play.UnpublishNotify").streamId())
                    .isEqualTo(playFirst);
            publisher.video(second, 40, Payloads.avcInterFrame(23));
            var next = Coded.next(player);
            assertThat(Payloads.counterOf(next.payload())).isEqualTo(23);
            assertThat(next.streamId()).isEqualTo(playSecond);
        }
    }

    @Test
    void refusedPlayDoesNotEndTheOtherPlayOfItsConnection() {
        try (var player = port.connected()) {
            player.play("healthy");
            int other = player.createStream();
            player.command(other, "play", 3, null, "nobody", -2000);
            assertThat(player.awaitStatus("NetStream.Play.StreamNotFound").streamId())
                    .isEqualTo(other);
            Coded.next(player);
            assertThat(player.silentFor(A_WHILE, message -> !message.isMedia())).isTrue();
            Coded.next(player);
        }
    }

    @Test
    void connectionThatPlaysItsOwnStreamEndsCleanly() {
        try (var peer = port.connected()) {
            int stream = Coded.publish(peer, "mirror");
            peer.play("mirror");
            peer.video(stream, 0, Payloads.avcKeyFrame(3));
            assertThat(Coded.nextCounter(peer)).isEqualTo(3);
        }
        await().until(() -> port.rig().streams().count() == 1);
        assertThat(port.rig().log().errors()).isEmpty();
    }

    // ---- the wishes of players

    @Test
    void pausedPlayerGetsNothingUntilItGoesOn() {
        try (var player = port.connected()) {
            int stream = player.play("healthy");
            Coded.next(player);
            player.command(stream, "pause", 0, null, true, 0);
            player.awaitStatus("NetStream.Pause.Notify");
            assertThat(player.silentFor(A_WHILE, Message::isMedia)).isTrue();
            player.command(stream, "pause", 0, null, false, 0);
            player.awaitStatus("NetStream.Unpause.Notify");
            assertThat(Coded.next(player).payload()[0]).as("a key frame").isEqualTo((byte) 0x17);
        }
    }

    @Test
    void playerWithoutAudioOrVideoGetsOnlyTheOther() {
        try (var publisher = port.connected();
                var player = port.connected()) {
            int published = Coded.publish(publisher, "wishes");
            int stream = player.play("wishes");
            Coded.awaitHeaders(player);
            player.command(stream, "receiveVideo", 0, null, false);
            player.createStream(); // answered in order, so the wish has been heard
            publisher.video(published, 0, Payloads.avcKeyFrame(1));
            publisher.audio(published, 0, Payloads.aacFrame(2));
            assertThat(Coded.next(player).type()).isEqualTo(Message.AUDIO);
            player.command(stream, "receiveVideo", 0, null, true);
            player.command(stream, "receiveAudio", 0, null, false);
            player.createStream();
            publisher.audio(published, 40, Payloads.aacFrame(3));
            publisher.video(published, 40, Payloads.avcKeyFrame(4));
            assertThat(Coded.nextCounter(player)).isEqualTo(4);
        }
    }

    @Test
    void wishesSentWithThePlayAreHeard() {
        try (var publisher = port.connected();
                var player = port.connected()) {
            int published = Coded.publish(publisher, "early");
            int stream = player.createStream();
            player.sendRaw(RawPeer.join(
                    RawPeer.command(stream, "receiveVideo", 0, null, false),
                    RawPeer.command(stream, "play", 5, null, "early", -2000)));
            player.awaitStatus("NetStream.Play.Start");
            Coded.awaitHeaders(player);
            publisher.video(published, 0, Payloads.avcKeyFrame(1));
            publisher.audio(published, 0, Payloads.aacFrame(2));
            assertThat(Coded.next(player).type()).isEqualTo(Message.AUDIO);
        }
    }

    // ---- the end of a stream

    @Test
    void playersAreToldWhenThePublisherSaysGoodbyeAndMayPlayAgain() {
        try (var publisher = port.connected();
                var player = port.connected()) {
            int published = Coded.publish(publisher, "again");
            int stream = player.play("again");
            publisher.command(0, "FCUnpublish", 8, null, "again");
            publisher.awaitStatus("NetStream.Unpublish.Success");
            player.awaitStatus("NetStream.Play.UnpublishNotify");
            player.awaitStatus("NetStream.Play.Stop");
            assertThat(port.rig().streams().ends()).endsWith(EndReason.UNPUBLISHED);
            publisher.command(published, "publish", 9, null, "again", "live");
            publisher.awaitStatus("NetStream.Publish.Start");
            player.command(stream, "play", 9, null, "again", -2000);
            player.awaitStatus("NetStream.Play.Start");
            Coded.sendHeaders(publisher, published);
            publisher.video(published, 0, Payloads.avcKeyFrame(7));
            assertThat(Coded.nextCounter(player)).isEqualTo(7);
        }
    }

    @Test
    void publisherThatIsKickedIsToldSoAndClosed() {
        try (var publisher = port.connected()) {
            int stream = Coded.publish(publisher, "kicked");
            port.rig().streams().kick("kicked");
            assertThat(publisher.awaitClose())
                    .last()
                    .matches(
                            message -> message.isStatus("NetStream.Unpublish.Success") && message.streamId() == stream);
        }
    }

    @Test
    void goodbyeAndHangUpInOneBreathAreOneEnd() {
        int ends = port.rig().streams().ends().size();
        try (var publisher = port.connected()) {
            int stream = Coded.publish(publisher, "brief");
            publisher.command(0, "FCUnpublish", 8, null, "brief");
            publisher.command(0, "deleteStream", 9, null, stream);
        }
        await().until(() -> port.rig().streams().count() == 1);
        assertThat(port.rig().streams().ends()).hasSize(ends + 1).endsWith(EndReason.UNPUBLISHED);
    }
}
