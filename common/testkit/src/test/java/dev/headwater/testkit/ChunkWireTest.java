package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ChunkWireTest {
    @Test
    void writesOneFullHeaderAndCutsThePayload() { // RTMP 1.0, 5.3.1.2.1 and 5.3.1.2.4
        var wire = new ChunkWire();
        wire.writeChunkSize(2);

        assertThat(HexFormat.of().formatHex(wire.chunksOf(6, new Message(9, 1, 0x010203, new byte[] {10, 11, 12}))))
                .isEqualTo("06" + "010203" + "000003" + "09" + "01000000" + "0a0b" + "c6" + "0c");
    }

    @Test
    void repeatsTheExtendedTimestampInEveryChunk() { // RTMP 1.0, 5.3.1.3
        var wire = new ChunkWire();
        wire.writeChunkSize(1);

        assertThat(HexFormat.of().formatHex(wire.chunksOf(6, new Message(8, 1, 0x01000000, new byte[] {1, 2}))))
                .isEqualTo(
                        "06" + "ffffff" + "000002" + "08" + "01000000" + "01000000" + "01" + "c6" + "01000000" + "02");
    }

    @Test
    void readsWhatItWrites() throws IOException {
        var message = new Message(9, 1, 0x01020304, new byte[500]);

        assertThat(read(new ChunkWire().chunksOf(6, message))).isEqualTo(message);
    }

    @Test
    void readsEveryHeaderForm() throws IOException {
        var in = input("04" + "00000a" + "000001" + "08" + "01000000" + "aa" // full: 10 ms
                + "44" + "000005" + "000002" + "08" + "bbbb" // same stream: +5 ms, two bytes
                + "84" + "000006" + "cccc" // same length and type: +6 ms
                + "c4" + "dddd" // +6 ms again
                + "0100ff" + "000000" + "000000" + "12" + "00000000"); // chunk stream 65344, nothing in it
        var wire = new ChunkWire();

        assertThat(wire.read(in).timestampMs()).isEqualTo(10);
        assertThat(wire.read(in)).isEqualTo(new Message(8, 1, 15, new byte[] {(byte) 0xbb, (byte) 0xbb}));
        assertThat(wire.read(in).timestampMs()).isEqualTo(21);
        assertThat(wire.read(in).timestampMs()).isEqualTo(27);
        assertThat(wire.read(in)).isEqualTo(new Message(18, 0, 0, new byte[0]));
    }

    @Test
    void putsInterleavedMessagesTogetherAndObeysSetChunkSize() throws IOException {
        var in = input("02" + "000000" + "000004" + "01" + "00000000" + "00000002" // chunks of two bytes
                + "04" + "000000" + "000003" + "08" + "01000000" + "a1a2" //
                + "06" + "000000" + "000003" + "09" + "01000000" + "b1b2" //
                + "c4" + "a3" + "c6" + "b3");
        var wire = new ChunkWire();

        assertThat(wire.read(in).type()).isEqualTo(Message.SET_CHUNK_SIZE);
        assertThat(wire.read(in).payload()).containsExactly(0xa1, 0xa2, 0xa3);
        assertThat(wire.read(in).payload()).containsExactly(0xb1, 0xb2, 0xb3);
    }

    private static Message read(byte[] bytes) throws IOException {
        return new ChunkWire().read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static DataInputStream input(String hex) {
        return new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
    }
}
