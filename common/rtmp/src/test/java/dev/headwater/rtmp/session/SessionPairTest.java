package dev.headwater.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.handshake.HandshakeKind;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.MediaMessage.Kind;
import dev.headwater.rtmp.message.PublishType;
import dev.headwater.rtmp.message.StatusCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Our client and our server, one against the other. */
class SessionPairTest {
    @Test
    void connectsAfterTheSimpleHandshake() {
        var pair = new SessionPair(false);
        pair.client.start();
        pair.settle();

        assertThat(pair.server.session.handshakeKind()).isEqualTo(HandshakeKind.SIMPLE);
        assertThat(pair.server.events).containsExactly("connect live");
        assertThat(pair.events)
                .containsExactly(
                        "connected [fmsVer, capabilities, mode, videoFourCcInfoMap, audioFourCcInfoMap, capsEx]"
                                + " [level, code, description, objectEncoding]");
        assertThat(pair.client.state()).isEqualTo(SessionState.CONNECTED);
        assertThat(pair.server.session.state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void connectsAfterTheDigestHandshake() {
        var pair = new SessionPair(true);
        pair.client.start();
        pair.settle();

        assertThat(pair.server.session.handshakeKind()).isEqualTo(HandshakeKind.DIGEST_FIRST);
        assertThat(pair.client.handshakeKind()).isEqualTo(HandshakeKind.DIGEST_FIRST);
        assertThat(pair.events).hasSize(1);
    }

    @Test
    void publishesFramesWithTheirTimesAndBytes() {
        var pair = SessionPair.connected();
        pair.client.publish("cam?token=x", PublishType.LIVE);
        pair.settle();
        pair.client.send(new MediaMessage(Kind.VIDEO, 1, 0, new byte[] {0x17, 0, 1}));
        pair.client.send(new MediaMessage(Kind.AUDIO, 1, -2, new byte[] {(byte) 0xAF, 1}));
        pair.client.send(new MediaMessage(Kind.VIDEO, 1, 40, new byte[70_000]));
        pair.settle();

        assertThat(pair.events).containsExactly("publishStarted 1 cam?token=x");
        assertThat(pair.server.events)
                .containsExactly(
                        "publish 1 cam?token=x LIVE",
                        "VIDEO @1 0 170001",
                        "AUDIO @1 4294967294 af01",
                        "VIDEO @1 40 " + "00".repeat(70_000));
    }

    @Test
    void playsSeveralStreamsOnOneConnection() {
        var pair = SessionPair.connected();
        pair.client.play("one");
        pair.client.play("two");
        pair.settle();
        pair.client.deleteStream(1);
        pair.settle();

        assertThat(pair.events).containsExactly("playStarted 1 one", "playStarted 2 two");
        assertThat(pair.server.events).containsExactly("play 1 one", "play 2 two", "playEnded 1");
    }

    @Test
    void endsAPlayOnce() {
        var pair = SessionPair.connected();
        pair.client.play("one");
        pair.settle();
        pair.server.session.endPlay(1, "The publisher left.");
        pair.server.session.endPlay(1, "Again.");
        pair.settle();

        assertThat(pair.events).containsExactly("playStarted 1 one", "streamEnded 1 NetStream.Play.UnpublishNotify");
    }

    @Test
    void refusesAPublishAndAPlay() {
        var pair = SessionPair.connected();
        pair.server.answers = false;
        pair.client.publish("taken", PublishType.LIVE);
        pair.client.play("missing");
        pair.settle();
        pair.server.session.refusePublish(1, StatusCode.PUBLISH_BAD_NAME, "Somebody else publishes it.");
        pair.server.session.refusePlay(2, StatusCode.PLAY_STREAM_NOT_FOUND, "There is no such stream.");
        pair.settle();

        assertThat(pair.events)
                .containsExactly(
                        "streamRefused 1 NetStream.Publish.BadName", "streamRefused 2 NetStream.Play.StreamNotFound");
    }

    @Test
    void refusesAConnect() {
        var pair = new SessionPair(false);
        pair.server.answers = false;
        pair.client.start();
        pair.settle();
        pair.server.session.rejectConnect(StatusCode.CONNECT_INVALID_APP, "There is no such application.");
        pair.settle();

        assertThat(pair.events).containsExactly("connectRefused NetConnection.Connect.InvalidApp");
        assertThat(pair.client.state()).isEqualTo(SessionState.CLOSED);
        assertThat(pair.server.session.state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void asksTheClientToReconnectElsewhere() {
        var pair = SessionPair.connected();
        assertThat(pair.server.session.requestReconnect("rtmp://other/live", "Going down."))
                .isTrue();
        pair.settle();

        assertThat(pair.events).containsExactly("reconnectRequested rtmp://other/live Going down.");
    }

    @Test
    void endsAPublishFromEitherSide() {
        var pair = SessionPair.connected();
        pair.client.publish("one", PublishType.LIVE);
        pair.client.publish("two", PublishType.RECORD);
        pair.settle();
        pair.server.session.endPublish(1, StatusCode.UNPUBLISH_SUCCESS, "Taken over.");
        pair.client.deleteStream(2);
        pair.settle();

        assertThat(pair.events)
                .containsExactly(
                        "publishStarted 1 one", "publishStarted 2 two", "streamEnded 1 NetStream.Unpublish.Success");
        assertThat(pair.server.events).containsExactly("publish 1 one LIVE", "publish 2 two RECORD", "publishEnded 2");
    }

    @Test
    void aNodeSaysThatItsPublisherHasVanished() {
        var pair = SessionPair.connected();
        pair.client.publish("one", PublishType.LIVE);
        pair.settle();
        pair.client.publisherLost(1);
        pair.client.publisherLost(1);
        pair.client.publisherLost(2);
        pair.settle();
        assertThat(pair.server.events).containsExactly("publish 1 one LIVE", "publisherLost 1");
    }

    @Test
    void carriesTheExtraPropertiesOfPlayStart() {
        var pair = SessionPair.connected();
        pair.server.answers = false;
        pair.client.play("one");
        pair.settle();
        pair.server.session.acceptPlay(1, Map.of("epoch", AmfValue.number(7)));
        byte[] answer = pair.server.takeWritten();

        pair.server.wire.read(answer);
        assertThat(pair.server.wire.commands())
                .last()
                .extracting(values -> values.get(3).property("epoch"))
                .isEqualTo(AmfValue.number(7));
    }
}
