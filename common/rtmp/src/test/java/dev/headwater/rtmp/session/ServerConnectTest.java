package dev.headwater.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.PublishType;
import dev.headwater.rtmp.message.StatusCode;
import io.netty.buffer.ByteBufUtil;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** From the first byte to the answer to connect (rtmp.md 7.1; FAULTS 1.1 and 1.5). */
class ServerConnectTest {
    static void assertPeerFault(ThrowingCallable call, ProtocolError error) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    @Test
    void answersConnectInTheOrderThatEveryClientTakes() {
        var bench = new ServerBench().shakeHands().command(0, ServerBench.connect(Map.of()));

        assertThat(ByteBufUtil.hexDump(bench.takeWritten()))
                .isEqualTo(
                        "020000000000040500000000002625a0" // window acknowledgement size
                                + "4200000000000506002625a002" // peer bandwidth, dynamic
                                + "420000000000040100001000" // chunk size, before anything longer than 128 bytes
                                + "030000000001261400000000"
                                + "0200075f726573756c74003ff0000000000000" // _result, 1
                                + "03" // {
                                + "0006666d7356657202000d464d532f332c302c312c313233" // fmsVer
                                + "000c6361706162696c697469657300403f000000000000" // capabilities
                                + "00046d6f6465003ff0000000000000" // mode
                                + "0012766964656f466f75724363496e666f4d61700300012a004010000000000000000009" // videoFourCcInfoMap
                                + "0012617564696f466f75724363496e666f4d61700300012a004010000000000000000009" // audioFourCcInfoMap
                                + "0006636170734578003ff0000000000000" // capsEx
                                + "000009" // }
                                + "03" // {
                                + "00056c6576656c020006737461747573" // level
                                + "0004636f646502001d4e6574436f6e6e656374696f6e2e436f6e6e6563742e53756363657373" // code
                                + "000b6465736372697074696f6e020015436f6e6e656374696f6e207375636365656465642e" // description
                                + "000e6f626a656374456e636f64696e67000000000000000000" // objectEncoding
                                + "000009"); // }
    }

    @Test
    void passesTheStatesInOrder() {
        var bench = new ServerBench();
        bench.answers = false;
        assertThat(bench.session.state()).isEqualTo(SessionState.HANDSHAKE);
        bench.shakeHands();
        assertThat(bench.session.state()).isEqualTo(SessionState.AWAITING_CONNECT);
        bench.command(0, ServerBench.connect(Map.of()));
        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECTING);
        assertThat(bench.answers()).isEmpty();
        bench.session.acceptConnect();
        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECTED);
        assertThat(bench.answers()).hasSize(4);
        bench.session.acceptConnect();
        assertThat(bench.answers()).isEmpty();
        bench.session.close();
        assertThat(bench.session.state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void echoesTheTransactionAndTheObjectEncoding() {
        var bench = new ServerBench().shakeHands();
        var connect = ServerBench.connect(Map.of("objectEncoding", AmfValue.number(3)));
        bench.command(0, new Command.Connect(1.5, "live", "", connect.properties()));
        bench.answers();

        var result = bench.wire.commands().getLast();
        assertThat(result.get(1)).isEqualTo(AmfValue.number(1.5));
        assertThat(result.get(3).property("objectEncoding")).isEqualTo(AmfValue.number(3));
    }

    @Test
    void rejectsWithTheReasonAndHearsNothingMore() {
        var bench = new ServerBench().shakeHands();
        bench.answers = false;
        bench.command(0, ServerBench.connect(Map.of()));
        bench.session.rejectConnect(
                StatusCode.CONNECT_REJECTED, "[ AccessManager.Reject ] : [ code=403 need auth ] : ");

        assertThat(bench.answers())
                .containsExactly("SetChunkSize[bytes=4096]", "_error 1 @0 NetConnection.Connect.Rejected");
        assertThat(bench.wire.commands().getLast().get(3).property("description"))
                .isEqualTo(AmfValue.text("[ AccessManager.Reject ] : [ code=403 need auth ] : "));
        bench.command(0, new Command.CreateStream(2));
        assertThat(bench.answers()).isEmpty();
    }

    @Test
    void closesOnACommandBeforeConnect() {
        var bench = new ServerBench().shakeHands();

        assertPeerFault(() -> bench.command(0, new Command.CreateStream(2)), ProtocolError.OUT_OF_ORDER);
        assertThat(bench.answers()).containsExactly("_error 2 @0 NetConnection.Call.Failed");
        assertThat(bench.session.state()).isEqualTo(SessionState.CLOSED);
        assertThat(bench.events).isEmpty();
    }

    @Test
    void closesOnASecondConnect() {
        var bench = ServerBench.connected();

        assertPeerFault(() -> bench.command(0, ServerBench.connect(Map.of())), ProtocolError.OUT_OF_ORDER);
        assertThat(bench.answers()).containsExactly("_error 1 @0 NetConnection.Connect.Rejected");
        assertThat(bench.events).isEmpty();
    }

    @Test
    void closesOnASecondConnectWhileTheFirstIsPending() {
        var bench = new ServerBench().shakeHands();
        bench.answers = false;
        bench.command(0, ServerBench.connect(Map.of()));

        assertPeerFault(() -> bench.command(0, ServerBench.connect(Map.of())), ProtocolError.OUT_OF_ORDER);
        bench.session.acceptConnect();
        assertThat(bench.session.state()).isEqualTo(SessionState.CLOSED);
        assertThat(bench.events).containsExactly("connect live");
    }

    @Test
    void ignoresAnswersToNothingBeforeConnect() {
        var bench = new ServerBench().shakeHands().command(0, new Command.Answer(1, "_result"));

        assertThat(bench.answers()).isEmpty();
        assertThat(bench.session.state()).isEqualTo(SessionState.AWAITING_CONNECT);
    }

    @Test
    void handlesCommandsOfAHastyClientOnceConnectIsAnswered() {
        var bench = new ServerBench().shakeHands();
        bench.answers = false;
        bench.command(0, ServerBench.connect(Map.of()))
                .command(0, new Command.CreateStream(2))
                .command(1, new Command.Publish(3, 1, "cam", PublishType.LIVE));
        assertThat(bench.answers()).isEmpty();

        bench.session.acceptConnect();
        assertThat(bench.answers()).endsWith("_result 2 @0 1");
        assertThat(bench.events).containsExactly("connect live", "publish 1 cam LIVE");
    }

    @Test
    void boundsWhatAHastyClientMaySend() {
        var bench = new ServerBench().shakeHands();
        bench.answers = false;
        bench.command(0, ServerBench.connect(Map.of()));
        var long20k = new Command.ReleaseStream(2, "x".repeat(20_000));
        bench.command(0, long20k).command(0, long20k).command(0, long20k);

        assertPeerFault(() -> bench.command(0, long20k), ProtocolError.FLOOD);
    }

    @Test
    void tellsTheOwnerOfAFaultInACommandThatWaited() {
        var bench = new ServerBench().shakeHands();
        bench.answers = false;
        bench.command(0, ServerBench.connect(Map.of()));
        for (int i = 0; i < 120; i++) {
            bench.command(0, new Command.CreateStream(2));
        }

        assertPeerFault(bench.session::acceptConnect, ProtocolError.TOO_MANY_MESSAGE_STREAMS);
        assertThat(bench.session.state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void refusesAnApplicationNameOverTheLimitButNotALongToken() {
        var bench = new ServerBench().shakeHands();
        var tooLong = new Command.Connect(1, "", "", Map.of("app", AmfValue.text("a".repeat(257))));
        assertPeerFault(() -> bench.command(0, tooLong), ProtocolError.BAD_NAME);
        assertThat(bench.answers()).endsWith("_error 1 @0 NetConnection.Connect.InvalidApp");
        assertThat(bench.events).isEmpty();

        String app = "a".repeat(256) + "?token=" + "t".repeat(1_000);
        var longToken = new Command.Connect(1, "", "", Map.of("app", AmfValue.text(app)));
        assertThat(new ServerBench().shakeHands().command(0, longToken).events).containsExactly("connect " + app);
    }

    @Test
    void closesAtOnceOnWhatIsNoRtmp() {
        var bench = new ServerBench();

        assertPeerFault(() -> bench.feedHex("474554202f"), ProtocolError.NOT_RTMP); // GET /
        assertThat(bench.takeWritten()).isEmpty();
        assertThat(bench.session.state()).isEqualTo(SessionState.CLOSED);
        bench.feed(ServerBench.clientHandshake());
        assertThat(bench.takeWritten()).isEmpty();
    }

    @Test
    void asksOnlyThoseToReconnectThatCan() {
        var plain = ServerBench.connected();
        assertThat(plain.session.canReconnect()).isFalse();
        assertThat(plain.session.requestReconnect("", "Going down.")).isFalse();
        assertThat(plain.answers()).isEmpty();

        var capable = new ServerBench().shakeHands();
        capable.command(0, ServerBench.connect(Map.of("capsEx", AmfValue.number(1))));
        capable.answers();
        assertThat(capable.session.requestReconnect("", "Going down.")).isTrue();
        assertThat(capable.answers()).containsExactly("onStatus 0 @0 NetConnection.Connect.ReconnectRequest");
        assertThat(capable.wire.commands().getLast().get(3).properties()).doesNotContainKey("tcUrl");
    }
}
