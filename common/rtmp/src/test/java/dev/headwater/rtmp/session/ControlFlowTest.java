package dev.headwater.rtmp.session;

import static dev.headwater.rtmp.session.ServerConnectTest.assertPeerFault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.CommandWriter;
import dev.headwater.rtmp.message.ControlMessage.Abort;
import dev.headwater.rtmp.message.ControlMessage.Acknowledgement;
import dev.headwater.rtmp.message.ControlMessage.SetPeerBandwidth;
import dev.headwater.rtmp.message.ControlMessage.WindowAckSize;
import dev.headwater.rtmp.message.PublishType;
import dev.headwater.rtmp.message.UserControl;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Control messages: applied and answered by the session, and seen by nobody else (rtmp.md 4; FAULTS 1.3). */
class ControlFlowTest {
    private static final int VIDEO = 9;

    private static ServerBench publishing() {
        var bench = ServerBench.connected()
                .command(0, new Command.CreateStream(2))
                .command(1, new Command.Publish(3, 1, "cam", PublishType.LIVE));
        bench.answers();
        bench.events.clear();
        return bench;
    }

    /** Sends frames until {@code bytes} have been received in all. */
    private static void receiveUpTo(ServerBench bench, long bytes) {
        while (bench.session.receivedBytes() < bytes) {
            bench.message(VIDEO, 1, 0, new byte[1_000]);
        }
    }

    @Test
    void acknowledgesAtHalfTheWindowThatTheClientAsksFor() {
        var bench = publishing().control(new WindowAckSize(131_072));
        receiveUpTo(bench, 64_000);
        assertThat(bench.answers()).isEmpty();
        receiveUpTo(bench, 65_536);
        assertThat(bench.answers()).containsExactly("Acknowledgement[receivedBytes=65536]");
        receiveUpTo(bench, 131_072);
        assertThat(bench.answers()).containsExactly("Acknowledgement[receivedBytes=131072]");
    }

    @Test
    void acknowledgesAClientThatNeverAskedForIt() { // Wirecast
        var bench = publishing();
        receiveUpTo(bench, 2_490_000);
        assertThat(bench.answers()).isEmpty();
        receiveUpTo(bench, 2_520_000);
        assertThat(bench.answers()).containsExactly("Acknowledgement[receivedBytes=2506752]");
    }

    @Test
    void acknowledgesInTheMiddleOfALongMessage() {
        var bench = publishing().control(new WindowAckSize(65_536));
        byte[] wire = bench.chunks(VIDEO, 1, 0, new byte[100_000]);
        bench.feed(Arrays.copyOf(wire, 70_000));

        assertThat(bench.answers())
                .containsExactly("Acknowledgement[receivedBytes=32768]", "Acknowledgement[receivedBytes=65536]");
    }

    @Test
    void tinyWindowsCountAs32KiB() {
        var bench = publishing().control(new WindowAckSize(1)).control(new WindowAckSize(0));
        receiveUpTo(bench, 66_000);

        assertThat(bench.answers()).hasSize(4);
    }

    @Test
    void windowOver31BitsIsThePeersFault() {
        var bench = publishing();
        assertPeerFault(() -> bench.control(new WindowAckSize(-1)), ProtocolError.BAD_ACK_WINDOW);
    }

    @Test
    void answersPingsWithTheirTime() {
        assertThat(publishing().control(new UserControl.PingRequest(77)).answers())
                .containsExactly("PingResponse[timestamp=77]");
    }

    @Test
    void answersTenPingsASecondAndClosesOnAFlood() {
        var bench = publishing();
        for (int i = 0; i < 100; i++) {
            bench.control(new UserControl.PingRequest(i));
        }
        assertThat(bench.answers()).hasSize(10);
        bench.nowMillis += 1_000;
        bench.control(new UserControl.PingRequest(1));
        assertThat(bench.answers()).hasSize(1);
        for (int i = 0; i < 99; i++) {
            bench.control(new UserControl.PingRequest(i));
        }
        assertPeerFault(() -> bench.control(new UserControl.PingRequest(1)), ProtocolError.FLOOD);
    }

    @Test
    void asksForSignsOfLife() {
        var bench = publishing();
        bench.session.ping();

        assertThat(bench.answers()).containsExactly("PingRequest[timestamp=1000000]");
        bench.control(new UserControl.PingResponse(1_000_000)).control(new UserControl.PingResponse(5)); // unasked
        assertThat(bench.answers()).isEmpty();
    }

    @Test
    void announcesAWindowThatTheClientChanges() {
        var bench = publishing();
        bench.control(new SetPeerBandwidth(2_500_000, SetPeerBandwidth.HARD)); // ours already
        bench.control(new SetPeerBandwidth(1_000_000, SetPeerBandwidth.SOFT));
        bench.control(new SetPeerBandwidth(3_000_000, SetPeerBandwidth.SOFT)); // not smaller
        bench.control(new SetPeerBandwidth(3_000_000, SetPeerBandwidth.DYNAMIC)); // the one before was soft
        bench.control(new SetPeerBandwidth(4_000_000, SetPeerBandwidth.HARD));
        bench.control(new SetPeerBandwidth(5_000_000, SetPeerBandwidth.DYNAMIC));
        bench.control(new SetPeerBandwidth(0, SetPeerBandwidth.HARD));
        bench.control(new SetPeerBandwidth(6_000_000, 99));

        assertThat(bench.answers())
                .containsExactly(
                        "WindowAckSize[bytes=1000000]", "WindowAckSize[bytes=4000000]", "WindowAckSize[bytes=5000000]");
    }

    @Test
    void appliesTheClientsChunkSizeToTheNextChunk() {
        var bench = publishing();
        String chunkSize200 = "02 000000 000004 01 00000000 000000c8";
        String twoHundredBytes = "06 000000 0000c8 09 01000000" + "ab".repeat(200);
        bench.feedHex(chunkSize200 + twoHundredBytes);

        assertThat(bench.events).containsExactly("VIDEO @1 0 " + "ab".repeat(200));
    }

    @Test
    void takesAHugeChunkSizeAndNoneThatIsNone() {
        var bench = publishing().feedHex("02 000000 000004 01 00000000 7fffffff");
        bench.feedHex("06 000000 000190 09 01000000" + "ab".repeat(400));
        assertThat(bench.events).hasSize(1);

        assertPeerFault(
                () -> publishing().feedHex("02 000000 000004 01 00000000 00000000"), ProtocolError.BAD_CHUNK_SIZE);
        assertPeerFault(
                () -> publishing().feedHex("02 000000 000004 01 00000000 80000000"), ProtocolError.BAD_CHUNK_SIZE);
    }

    @Test
    void abortDropsTheUnfinishedMessageOfThatChunkStreamOnly() {
        var bench = publishing();
        String half6 = "06 000000 000090 09 01000000" + "aa".repeat(128);
        String half7 = "07 000000 000090 08 01000000" + "bb".repeat(128);
        bench.feedHex(half6 + half7 + "02 000000 000004 02 00000000 00000006");
        bench.feedHex("c7" + "bb".repeat(16) + "06 000000 000001 09 01000000 cc");

        assertThat(bench.events).containsExactly("AUDIO @1 0 " + "bb".repeat(144), "VIDEO @1 0 cc");
    }

    @Test
    void abortOfAnIdThatCannotBeIsIgnored() {
        var bench = publishing();
        for (int id : List.of(-1, Integer.MIN_VALUE, 0, 1, 40, 70_000)) {
            bench.control(new Abort(id));
        }
        assertThat(bench.session.state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void ignoresWhatNeedsNoAnswer() {
        var bench = publishing()
                .control(new Acknowledgement(5))
                .control(new UserControl.Unknown(22))
                .control(new UserControl.BufferEmpty(1))
                .control(new UserControl.BufferReady(1))
                .control(new UserControl.StreamBegin(1))
                .control(new UserControl.StreamEof(1))
                .control(new UserControl.SwfVerifyRequest());

        assertThat(bench.answers()).isEmpty();
        assertThat(bench.events).isEmpty();
    }

    @Test
    void controlMessageWithoutItsBytesIsThePeersFault() {
        assertPeerFault(() -> publishing().feedHex("02 000000 000000 05 00000000"), ProtocolError.BAD_CONTROL_MESSAGE);
    }

    @Test
    void takesControlMessagesOnAnyChunkStreamAndMessageStream() { // cameras do it
        var bench = publishing().feedHex("06 000000 000006 04 01000000 0006 00000007");

        assertThat(bench.answers()).containsExactly("PingResponse[timestamp=7]");
    }

    @Test
    void unknownTypesAreSkipped() {
        var bench = publishing();
        for (int i = 0; i < 99; i++) {
            bench.hex(99, 0, "00");
        }
        bench.hex(VIDEO, 1, "27").hex(99, 0, "00");

        assertThat(bench.events).containsExactly("VIDEO @1 0 27");
    }

    @Test
    void threeUnknownTypesAtTheStartAreNoRtmp() {
        var bench = new ServerBench().shakeHands().hex(99, 0, "00").hex(100, 0, "00");

        assertPeerFault(() -> bench.hex(101, 0, "00"), ProtocolError.NOT_RTMP);
    }

    @Test
    void allZeroesAfterConnectAreSoonOver() {
        var bench = publishing();
        assertPeerFault(() -> bench.feed(new byte[4_096]), ProtocolError.NOT_RTMP);
    }

    @Test
    void countsBytesAndChunksBehindTheHandshake() {
        var bench = new ServerBench().shakeHands();
        assertThat(bench.session.receivedBytes()).isZero();
        byte[] wire = bench.chunks(20, 0, 0, CommandWriter.write(ServerBench.connect(Map.of())));
        bench.feed(wire);

        assertThat(bench.session.receivedBytes()).isEqualTo(wire.length);
        assertThat(bench.session.receivedChunks()).isEqualTo(1);
    }
}
