package dev.headwater.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.message.ControlMessage.Abort;
import dev.headwater.rtmp.message.ControlMessage.Acknowledgement;
import dev.headwater.rtmp.message.ControlMessage.SetChunkSize;
import dev.headwater.rtmp.message.ControlMessage.SetPeerBandwidth;
import dev.headwater.rtmp.message.ControlMessage.WindowAckSize;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protocol control messages and user control events (RTMP 1.0, 5.4 and 7.1.7). */
class ControlMessageTest {
    private record Row(ControlMessage message, int typeId, String hex) {}

    private static final List<Row> ROWS = List.of(
            new Row(new SetChunkSize(4096), 1, "00001000"),
            new Row(new SetChunkSize(Integer.MAX_VALUE), 1, "7fffffff"),
            new Row(new Abort(65_599), 2, "0001003f"),
            new Row(new Acknowledgement(-1), 3, "ffffffff"),
            new Row(new WindowAckSize(2_500_000), 5, "002625a0"),
            new Row(new SetPeerBandwidth(2_500_000, SetPeerBandwidth.HARD), 6, "002625a0 00"),
            new Row(new SetPeerBandwidth(2_500_000, SetPeerBandwidth.SOFT), 6, "002625a0 01"),
            new Row(new SetPeerBandwidth(2_500_000, SetPeerBandwidth.DYNAMIC), 6, "002625a0 02"),
            new Row(new SetPeerBandwidth(1, 0xFE), 6, "00000001 fe"),
            new Row(new UserControl.StreamBegin(1), 4, "0000 00000001"),
            new Row(new UserControl.StreamEof(1), 4, "0001 00000001"),
            new Row(new UserControl.StreamDry(1), 4, "0002 00000001"),
            new Row(new UserControl.SetBufferLength(1, 3_000), 4, "0003 00000001 00000bb8"),
            new Row(new UserControl.StreamIsRecorded(1), 4, "0004 00000001"),
            new Row(new UserControl.PingRequest(7), 4, "0006 00000007"),
            new Row(new UserControl.PingResponse(7), 4, "0007 00000007"),
            new Row(new UserControl.SwfVerifyRequest(), 4, "001a"),
            new Row(new UserControl.SwfVerifyResponse(signature("0101aabb")), 4, "001b 0101aabb"),
            new Row(new UserControl.BufferEmpty(1), 4, "001f 00000001"),
            new Row(new UserControl.BufferReady(1), 4, "0020 00000001"),
            new Row(new UserControl.StreamDelay(1, 250_000), 4, "4857 00000001 0003d090"),
            new Row(new UserControl.PublisherLost(1), 4, "4858 00000001"),
            new Row(new UserControl.Unknown(22), 4, "0016"));

    private static UserControl.Signature signature(String hex) {
        return new UserControl.Signature(ByteBuffer.wrap(Hex.bytes(hex)));
    }

    @Test
    void everyControlMessageIsReadFromItsBytes() {
        for (Row row : ROWS) {
            assertThat(ControlMessage.isControl(row.typeId())).isTrue();
            assertThat(ControlMessage.read(row.typeId(), Hex.bytes(row.hex()))).isEqualTo(row.message());
        }
    }

    @Test
    void everyControlMessageIsWrittenToItsBytes() {
        for (Row row : ROWS) {
            assertThat(row.message().typeId()).isEqualTo(row.typeId());
            assertThat(Hex.of(row.message().payload())).isEqualTo(Hex.plain(row.hex()));
        }
    }

    @Test
    void bytesBehindAMessageAreIgnored() {
        assertThat(ControlMessage.read(1, Hex.bytes("00001000 ffff"))).isEqualTo(new SetChunkSize(4096));
        assertThat(ControlMessage.read(4, Hex.bytes("0006 00000007 ffff"))).isEqualTo(new UserControl.PingRequest(7));
    }

    @Test
    void peerBandwidthWithoutItsTypeIsDynamic() {
        assertThat(ControlMessage.read(6, Hex.bytes("00000001")))
                .isEqualTo(new SetPeerBandwidth(1, SetPeerBandwidth.DYNAMIC));
    }

    @Test
    void cutUserControlEventIsUnknown() {
        assertThat(ControlMessage.read(4, Hex.bytes("0003 00000001"))).isEqualTo(new UserControl.Unknown(3));
        assertThat(ControlMessage.read(4, Hex.bytes("0006"))).isEqualTo(new UserControl.Unknown(6));
    }

    @Test
    void cutControlMessageIsThePeersFault() {
        for (int typeId : new int[] {1, 2, 3, 5, 6}) {
            assertError(typeId, "000000", ProtocolError.BAD_CONTROL_MESSAGE);
            assertError(typeId, "", ProtocolError.BAD_CONTROL_MESSAGE);
        }
        assertError(4, "00", ProtocolError.BAD_CONTROL_MESSAGE);
    }

    @Test
    void chunkSizeIsPositiveIn31Bits() {
        assertError(1, "00000000", ProtocolError.BAD_CHUNK_SIZE);
        assertError(1, "80000001", ProtocolError.BAD_CHUNK_SIZE);
    }

    private static void assertError(int typeId, String hex, ProtocolError error) {
        assertThatThrownBy(() -> ControlMessage.read(typeId, Hex.bytes(hex)))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.error()).isEqualTo(error));
    }
}
