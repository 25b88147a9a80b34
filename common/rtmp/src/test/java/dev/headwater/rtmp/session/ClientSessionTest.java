package dev.headwater.rtmp.session;

import static dev.headwater.rtmp.amf.AmfValue.Nothing.NULL;
import static dev.headwater.rtmp.session.ServerConnectTest.assertPeerFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.amf.AmfProperties;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.ControlMessage.SetChunkSize;
import dev.headwater.rtmp.message.ControlMessage.WindowAckSize;
import dev.headwater.rtmp.message.DataMessages;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.MediaMessage.Kind;
import dev.headwater.rtmp.message.PublishType;
import dev.headwater.rtmp.message.Reply;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.rtmp.message.UserControl;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Our client against all kinds of servers (rtmp.md 7). */
class ClientSessionTest {
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int DATA = 18;
    private static final String ON_META_DATA = "02000a 6f6e4d65746144617461";

    private static ClientBench playing() {
        var bench = ClientBench.connected();
        bench.session.play("cam");
        bench.reply(new Reply.Result(2, NULL, AmfValue.number(1))).status(1, StatusCode.PLAY_START);
        bench.requests();
        bench.events.clear();
        return bench;
    }

    private static ClientBench publishing() {
        var bench = ClientBench.connected();
        bench.session.publish("cam", PublishType.LIVE);
        bench.reply(new Reply.Result(4, NULL, AmfValue.number(1))).status(1, StatusCode.PUBLISH_START);
        bench.requests();
        bench.events.clear();
        return bench;
    }

    private static Status error(StatusCode code) {
        return Status.of(code, "");
    }

    @Test
    void introducesItselfAfterTheHandshake() {
        var bench = ClientBench.connecting();

        var connect = bench.wire.commands().getFirst();
        assertThat(connect.getFirst()).isEqualTo(AmfValue.text("connect"));
        assertThat(connect.get(1)).isEqualTo(AmfValue.number(1));
        assertThat(connect.get(2).properties())
                .containsEntry("app", AmfValue.text("live"))
                .containsEntry("tcUrl", AmfValue.text("rtmp://localhost/live"))
                .containsEntry("flashVer", AmfValue.text("test"))
                .containsEntry("capsEx", AmfValue.number(1));
        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECTING);
    }

    @Test
    void asksOnlyAfterItIsConnected() {
        var bench = ClientBench.connecting();

        assertThatThrownBy(() -> bench.session.play("cam")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> bench.session.publish("cam", PublishType.LIVE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void playsByCreateStreamAndPlay() {
        var bench = ClientBench.connected();
        bench.session.play("cam");
        assertThat(bench.requests()).containsExactly("createStream 2 @0 -");
        bench.reply(new Reply.Result(2, NULL, AmfValue.number(1)));
        assertThat(bench.requests()).containsExactly("play 3 @1 true", "SetBufferLength[streamId=1, millis=3000]");
        bench.status(1, StatusCode.PLAY_RESET);
        assertThat(bench.events).isEmpty();
        bench.status(1, StatusCode.PLAY_START);
        assertThat(bench.events).containsExactly("playStarted 1 cam");
    }

    @Test
    void publishesAsEncodersDo() {
        var bench = ClientBench.connected();
        bench.session.publish("cam", PublishType.LIVE);
        assertThat(bench.requests())
                .containsExactly("releaseStream 2 @0 cam", "FCPublish 3 @0 cam", "createStream 4 @0 -");
        bench.reply(new Reply.Failure(2, NULL, error(StatusCode.CALL_FAILED)))
                .reply(new Reply.Failure(3, NULL, error(StatusCode.CALL_FAILED)))
                .reply(new Reply.OnFCPublish(Status.of(StatusCode.PUBLISH_START, "cam")))
                .reply(new Reply.Result(4, NULL, AmfValue.number(7)));
        assertThat(bench.requests()).containsExactly("publish 5 @7 live");
        bench.status(7, StatusCode.PUBLISH_START);
        assertThat(bench.events).containsExactly("publishStarted 7 cam");
    }

    @Test
    void startsOnAStatusOfIdZeroWhenThereIsOneStream() {
        var bench = ClientBench.connected();
        bench.session.play("cam");
        bench.reply(new Reply.Result(2, NULL, AmfValue.number(1))).status(0, StatusCode.PLAY_START);

        assertThat(bench.events).containsExactly("playStarted 1 cam");
    }

    @Test
    void startsOnPublishNotifyAndOnAResultOfPublish() {
        var player = ClientBench.connected();
        player.session.play("cam");
        player.reply(new Reply.Result(2, NULL, AmfValue.number(1))).status(1, StatusCode.PLAY_PUBLISH_NOTIFY);
        assertThat(player.events).containsExactly("playStarted 1 cam");

        var publisher = ClientBench.connected();
        publisher.session.publish("cam", PublishType.LIVE);
        publisher
                .reply(new Reply.Result(4, NULL, AmfValue.number(1)))
                .reply(new Reply.Result(5, NULL, AmfValue.Nothing.UNDEFINED))
                .status(1, StatusCode.PUBLISH_START);
        assertThat(publisher.events).containsExactly("publishStarted 1 cam");
    }

    @Test
    void tellsOfAStreamThatCannotBeCreated() {
        var refused = ClientBench.connected();
        refused.session.play("cam");
        refused.reply(new Reply.Failure(2, NULL, error(StatusCode.CALL_FAILED)));
        assertThat(refused.events).containsExactly("streamRefused 0 NetConnection.Call.Failed");

        var zero = ClientBench.connected();
        zero.session.play("cam");
        zero.reply(new Reply.Result(2, NULL, AmfValue.number(0)));
        assertThat(zero.events).containsExactly("streamRefused 0 NetConnection.Call.Failed");
    }

    @Test
    void tellsOfARefusalOnceWhateverItsForm() {
        var byStatus = ClientBench.connected();
        byStatus.session.play("cam");
        byStatus.reply(new Reply.Result(2, NULL, AmfValue.number(1)))
                .status(1, StatusCode.PLAY_STREAM_NOT_FOUND)
                .status(1, StatusCode.PLAY_FAILED);
        assertThat(byStatus.events).containsExactly("streamRefused 1 NetStream.Play.StreamNotFound");

        var byError = ClientBench.connected();
        byError.session.play("cam");
        byError.reply(new Reply.Result(2, NULL, AmfValue.number(1)))
                .reply(new Reply.Failure(3, NULL, error(StatusCode.PLAY_FAILED)))
                .status(1, StatusCode.PLAY_FAILED);
        assertThat(byError.events).containsExactly("streamRefused 1 NetStream.Play.Failed");

        var byOnFCPublish = ClientBench.connected();
        byOnFCPublish.session.publish("cam", PublishType.LIVE);
        byOnFCPublish
                .reply(new Reply.Result(4, NULL, AmfValue.number(1)))
                .reply(new Reply.OnFCPublish(error(StatusCode.PUBLISH_BAD_NAME)));
        assertThat(byOnFCPublish.events).containsExactly("streamRefused 1 NetStream.Publish.BadName");
    }

    @Test
    void tellsOfAFailureInTheMiddle() {
        assertThat(playing().status(1, StatusCode.PLAY_FAILED).events)
                .containsExactly("streamRefused 1 NetStream.Play.Failed");
        assertThat(publishing().status(1, StatusCode.STREAM_FAILED).events)
                .containsExactly("streamRefused 1 NetStream.Failed");
        assertThat(playing().status(1, StatusCode.PLAY_INSUFFICIENT_BW).events).isEmpty();
    }

    @Test
    void endsAPlayOnceHoweverTheServerSaysIt() {
        var all = playing()
                .status(1, StatusCode.PLAY_UNPUBLISH_NOTIFY)
                .control(new UserControl.StreamEof(1))
                .status(1, StatusCode.PLAY_STOP)
                .reply(new Reply.OnFCUnsubscribe(error(StatusCode.PLAY_STOP)));
        assertThat(all.events).containsExactly("streamEnded 1 NetStream.Play.UnpublishNotify");

        assertThat(playing().control(new UserControl.StreamEof(1)).events)
                .containsExactly("streamEnded 1 NetStream.Play.Stop");
        assertThat(playing().status(1, StatusCode.PLAY_STOP).events)
                .containsExactly("streamEnded 1 NetStream.Play.Stop");
        assertThat(playing().reply(new Reply.OnFCUnsubscribe(Status.of(StatusCode.PLAY_STOP, "cam"))).events)
                .containsExactly("streamEnded 1 NetStream.Play.Stop");
        byte[] complete = DataMessages.write(
                AmfValue.text("onPlayStatus"),
                Status.of(StatusCode.PLAY_COMPLETE, "").toValue());
        assertThat(playing().message(DATA, 1, 0, complete).events)
                .containsExactly("streamEnded 1 NetStream.Play.Complete");
    }

    @Test
    void endsEverythingWhenTheServerCloses() {
        var bench = playing();
        bench.session.play("other");
        bench.reply(new Reply.Result(4, NULL, AmfValue.number(2)))
                .status(2, StatusCode.PLAY_START)
                .reply(new Reply.Close());
        assertThat(bench.events)
                .containsExactly(
                        "playStarted 2 other",
                        "streamEnded 1 NetConnection.Connect.Closed",
                        "streamEnded 2 NetConnection.Connect.Closed");

        assertThat(publishing().status(0, StatusCode.CONNECT_CLOSED).events)
                .containsExactly("streamEnded 1 NetConnection.Connect.Closed");
    }

    @Test
    void givesFramesToTheOwnerAsTheyCame() {
        var bench = playing()
                .hex(VIDEO, 1, "17 01")
                .message(AUDIO, 1, -1, new byte[] {(byte) 0xAF, 1})
                .hex(DATA, 1, ON_META_DATA + "03 000009")
                .hex(15, 1, "00" + ON_META_DATA + "03 000009")
                .hex(DATA, 1, "02000d 40736574446174614672616d65" + ON_META_DATA + "03 000009")
                .hex(22, 1, "08 000002 000000 00 000000 af01 0000000d");

        String metadata = "DATA @1 0 02000a6f6e4d6574614461746103000009";
        assertThat(bench.events)
                .containsExactly(
                        "VIDEO @1 0 1701", "AUDIO @1 4294967295 af01", metadata, metadata, metadata, "AUDIO @1 0 af01");
    }

    @Test
    void keepsToItselfWhatIsNoFrameOfAStreamThatPlays() {
        byte[] sampleAccess =
                DataMessages.write(AmfValue.text(DataMessages.SAMPLE_ACCESS), AmfValue.bool(true), AmfValue.bool(true));
        byte[] dataStart = DataMessages.write(
                AmfValue.text("onStatus"),
                new AmfProperties().put("code", "NetStream.Data.Start").object());
        var bench = playing()
                .hex(VIDEO, 1, "")
                .hex(VIDEO, 2, "17 01")
                .hex(VIDEO, 0, "17 01")
                .message(DATA, 1, 0, sampleAccess)
                .message(DATA, 1, 0, dataStart)
                .status(1, StatusCode.PLAY_STOP)
                .hex(VIDEO, 1, "17 01");

        assertThat(bench.events).containsExactly("streamEnded 1 NetStream.Play.Stop");
    }

    @Test
    void holdsHeadersThatComeBeforePlayStart() {
        var bench = ClientBench.connected();
        bench.session.play("cam");
        bench.reply(new Reply.Result(2, NULL, AmfValue.number(1)))
                .hex(DATA, 1, ON_META_DATA)
                .hex(VIDEO, 1, "17 00 000000")
                .hex(VIDEO, 1, "17 01 000000");
        assertThat(bench.events).isEmpty();
        bench.status(1, StatusCode.PLAY_START);

        assertThat(bench.events)
                .containsExactly("playStarted 1 cam", "DATA @1 0 02000a6f6e4d65746144617461", "VIDEO @1 0 1700000000");
    }

    @Test
    void sendsFramesOfAPublishAndPutsSetDataFrameInFront() {
        var bench = publishing();
        bench.session.send(new MediaMessage(Kind.VIDEO, 1, 40, new byte[] {0x17, 1}));
        bench.session.send(new MediaMessage(Kind.DATA, 1, 0, DataMessages.write(AmfValue.text("onMetaData"))));
        bench.session.send(new MediaMessage(Kind.AUDIO, 2, 0, new byte[] {(byte) 0xAF, 1}));
        assertThat(bench.requests()).containsExactly("9 @1 40 1701", "data @1 @setDataFrame");

        bench.status(1, StatusCode.UNPUBLISH_SUCCESS);
        bench.session.send(new MediaMessage(Kind.VIDEO, 1, 80, new byte[] {0x27, 1}));
        assertThat(bench.requests()).isEmpty();
        assertThat(bench.events).containsExactly("streamEnded 1 NetStream.Unpublish.Success");
    }

    @Test
    void deletesAStreamAndHearsNoMoreOfIt() {
        var publisher = publishing();
        publisher.session.deleteStream(1);
        assertThat(publisher.requests()).containsExactly("FCUnpublish 6 @0 cam", "deleteStream 7 @0 1");
        publisher.status(1, StatusCode.UNPUBLISH_SUCCESS);
        assertThat(publisher.events).isEmpty();

        var player = playing();
        player.session.deleteStream(1);
        player.session.deleteStream(1);
        assertThat(player.requests()).containsExactly("deleteStream 4 @0 1");
        player.hex(VIDEO, 1, "17 01").status(1, StatusCode.PLAY_STOP);
        assertThat(player.events).isEmpty();
        assertThat(player.session.streamName(1)).isEmpty();
    }

    @Test
    void answersControlMessagesAndBandwidthChecks() {
        var bench = playing()
                .control(new UserControl.PingRequest(9))
                .control(new WindowAckSize(65_536))
                .control(new SetChunkSize(60_000))
                .reply(new Reply.OnBWCheck(8))
                .reply(new Reply.OnBWDone());

        assertThat(bench.requests()).containsExactly("PingResponse[timestamp=9]", "_result 8 @0 -");
    }

    @Test
    void acknowledgesUnaskedWhenItIsToldTo() {
        var bench = playing();

        bench.session.acknowledge();

        assertThat(bench.requests())
                .containsExactly("Acknowledgement[receivedBytes=%d]".formatted(bench.session.receivedBytes()));
    }

    @Test
    void acknowledgesWhatItReceives() {
        var bench = playing().control(new WindowAckSize(65_536));
        for (int i = 0; i < 40; i++) {
            bench.message(VIDEO, 1, i, new byte[1_000]);
        }
        assertThat(bench.requests()).containsExactly("Acknowledgement[receivedBytes=32768]");
        assertThat(bench.session.receivedBytes()).isBetween(40_000L, 42_000L);
    }

    @Test
    void tellsOfARefusedConnectWhateverItsForm() {
        assertThat(ClientBench.connecting()
                        .reply(new Reply.Failure(1, NULL, error(StatusCode.CONNECT_INVALID_APP)))
                        .events)
                .containsExactly("connectRefused NetConnection.Connect.InvalidApp");
        assertThat(ClientBench.connecting().status(0, StatusCode.CONNECT_REJECTED).events) // SRS, to redirect
                .containsExactly("connectRefused NetConnection.Connect.Rejected");
        assertThat(ClientBench.connecting().reply(new Reply.Close()).events)
                .containsExactly("connectRefused NetConnection.Connect.Closed");
    }

    @Test
    void waitsForTheAnswerToItsOwnConnect() {
        var bench = ClientBench.connecting()
                .reply(new Reply.OnBWDone())
                .reply(new Reply.Result(5, NULL, NULL))
                .status(0, StatusCode.CONNECT_SUCCESS);

        assertThat(bench.events).isEmpty();
        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECTING);
    }

    @Test
    void passesAReconnectRequestOn() {
        var bench = playing();
        bench.reply(new Reply.OnStatus(
                0,
                Status.of(
                        StatusCode.RECONNECT_REQUEST,
                        "Going down.",
                        Map.of("tcUrl", AmfValue.text("rtmp://other/live")))));
        bench.status(0, StatusCode.RECONNECT_REQUEST);

        assertThat(bench.events)
                .containsExactly("reconnectRequested rtmp://other/live Going down.", "reconnectRequested  ");
    }

    @Test
    void noEventFollowsClose() {
        var bench = playing();
        bench.session.close();
        bench.session.close();
        bench.hex(VIDEO, 1, "17 01").status(1, StatusCode.PLAY_STOP);

        assertThat(bench.events).isEmpty();
        assertThat(bench.requests()).isEmpty();
    }

    @Test
    void closesOnWhatIsNoRtmp() {
        var bench = new ClientBench(false);
        bench.session.start();

        assertPeerFault(() -> bench.feed(new byte[] {'H', 'T', 'T', 'P'}), ProtocolError.NOT_RTMP);
        assertThat(bench.session.state()).isEqualTo(SessionState.CLOSED);
    }
}
