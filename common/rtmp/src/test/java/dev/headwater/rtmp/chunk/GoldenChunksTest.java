package dev.headwater.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** One table of messages and their bytes, which drives the encoder and the decoder alike (RTMP 1.0, 5.3.1). */
class GoldenChunksTest {
    private static final String BYTES_128 = "5a".repeat(128);

    /** One message of a connection, and its bytes, given all messages before it. */
    record Step(String what, int csid, Message message, String wire) {}

    /** A connection from its beginning. */
    record Connection(String what, List<Step> steps) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Step step(
            String what, int csid, int typeId, int streamId, long timestamp, String payload, String wire) {
        return new Step(what, csid, new Message(typeId, streamId, (int) timestamp, payload), wire.replace(" ", ""));
    }

    static final List<Connection> CONNECTIONS = List.of(
            new Connection(
                    "headers are as short as the past allows",
                    List.of(
                            step("all is new", 3, 20, 0, 1000, "aabb", "03 0003e8 000002 14 00000000 aabb"),
                            step("length changes", 3, 20, 0, 1020, "cc", "43 000014 000001 14 cc"),
                            step("only time goes on", 3, 20, 0, 1045, "dd", "83 000019 dd"),
                            step("as much as before", 3, 20, 0, 1070, "ee", "c3 ee"),
                            step("and once more", 3, 20, 0, 1095, "ff", "c3 ff"),
                            step("type changes, time stands", 3, 18, 0, 1095, "01", "43 000000 000001 12 01"),
                            step("time stands", 3, 18, 0, 1095, "02", "c3 02"),
                            step("time goes back", 3, 18, 0, 1094, "03", "03 000446 000001 12 00000000 03"),
                            step("message stream changes", 3, 18, 1, 1094, "04", "03 000446 000001 12 01000000 04"))),
            new Connection(
                    "a difference is spelled out behind a full header, whatever it is",
                    List.of(
                            step("full", 4, 8, 1, 1000, "aa", "04 0003e8 000001 08 01000000 aa"),
                            step("as large as the timestamp", 4, 8, 1, 2000, "bb", "84 0003e8 bb"),
                            step("now it may be repeated", 4, 8, 1, 3000, "cc", "c4 cc"),
                            step("full again", 4, 8, 1, 0, "dd", "04 000000 000001 08 01000000 dd"),
                            step("no later than the full one", 4, 8, 1, 0, "ee", "84 000000 ee"))),
            new Connection(
                    "chunk streams do not lean on each other",
                    List.of(
                            step("one", 4, 8, 1, 40, "aa", "04 000028 000001 08 01000000 aa"),
                            step("two", 6, 9, 1, 40, "bb", "06 000028 000001 09 01000000 bb"),
                            step("one again", 4, 8, 1, 63, "cc", "84 000017 cc"),
                            step("two again", 6, 9, 1, 80, "dd", "86 000028 dd"))),
            new Connection(
                    "chunk stream ids have three forms",
                    List.of(
                            step("least", 2, 4, 0, 0, "aa", "02 000000 000001 04 00000000 aa"),
                            step("last of one byte", 63, 4, 0, 0, "aa", "3f 000000 000001 04 00000000 aa"),
                            step("first of two", 64, 4, 0, 0, "aa", "0000 000000 000001 04 00000000 aa"),
                            step("last of two", 319, 4, 0, 0, "aa", "00ff 000000 000001 04 00000000 aa"),
                            step("first of three", 320, 4, 0, 0, "aa", "010001 000000 000001 04 00000000 aa"),
                            step("greatest", 65_599, 4, 0, 0, "aa", "01ffff 000000 000001 04 00000000 aa"),
                            step("two, shorter header", 319, 4, 0, 5, "bb", "80ff 000005 bb"),
                            step("three, shorter header", 320, 4, 0, 5, "bbcc", "410001 000005 000002 04 bbcc"),
                            step("three, no header", 320, 4, 0, 10, "ddee", "c10001 ddee"))),
            new Connection(
                    "long messages are cut",
                    List.of(
                            step("just one chunk", 6, 9, 1, 0, BYTES_128, "06 000000 000080 09 01000000" + BYTES_128),
                            step(
                                    "one byte more",
                                    6,
                                    9,
                                    1,
                                    40,
                                    BYTES_128 + "01",
                                    "46 000028 000081 09" + BYTES_128 + "c6 01"),
                            step(
                                    "three chunks, nothing new",
                                    6,
                                    9,
                                    1,
                                    80,
                                    BYTES_128 + "01",
                                    "c6" + BYTES_128 + "c6 01"),
                            step(
                                    "three chunks, three-byte id",
                                    320,
                                    9,
                                    1,
                                    0,
                                    BYTES_128 + BYTES_128 + "01",
                                    "010001 000000 000101 09 01000000" + BYTES_128 + "c10001" + BYTES_128
                                            + "c10001 01"))),
            new Connection(
                    "large timestamps stand behind the header, and in every further chunk",
                    List.of(
                            step("largest plain one", 4, 8, 1, 0xFF_FFFE, "aa", "04 fffffe 000001 08 01000000 aa"),
                            step("no matter for a difference", 4, 8, 1, 0xFF_FFFF, "bb", "84 000001 bb"),
                            step(
                                    "least extended",
                                    5,
                                    8,
                                    1,
                                    0xFF_FFFF,
                                    "aa",
                                    "05 ffffff 000001 08 01000000 00ffffff aa"),
                            step("plain again", 5, 8, 1, 0x100_0017, "bb", "85 000018 bb"),
                            step("goes back", 5, 8, 1, 0x100_0000, "cc", "05 ffffff 000001 08 01000000 01000000 cc"),
                            step(
                                    "cut",
                                    6,
                                    9,
                                    1,
                                    0xFEDC_BA98L,
                                    BYTES_128 + "01",
                                    "06 ffffff 000081 09 01000000 fedcba98" + BYTES_128 + "c6 fedcba98 01"),
                            step(
                                    "cut, plain again",
                                    6,
                                    9,
                                    1,
                                    0xFEDC_BAC0L,
                                    BYTES_128 + "02",
                                    "86 000028" + BYTES_128 + "c6 02"))),
            new Connection(
                    "time leaps and wraps",
                    List.of(
                            step("begins", 4, 8, 1, 0, "aa", "04 000000 000001 08 01000000 aa"),
                            step("longest leap", 4, 8, 1, 0xFF_FFFE, "bb", "84 fffffe bb"),
                            step("longer", 4, 8, 1, 0x1FF_FFFDL, "cc", "04 ffffff 000001 08 01000000 01fffffd cc"),
                            step(
                                    "near the end",
                                    6,
                                    9,
                                    1,
                                    0xFFFF_FFF0L,
                                    "aa",
                                    "06 ffffff 000001 09 01000000 fffffff0 aa"),
                            step("round", 6, 9, 1, 0x10, "bb", "86 000020 bb"))),
            new Connection(
                    "nothing is a message too",
                    List.of(
                            step("full", 4, 8, 1, 7, "", "04 000007 000000 08 01000000"),
                            step("difference", 4, 8, 1, 30, "", "84 000017"),
                            step("no header", 4, 8, 1, 53, "", "c4"),
                            step("something", 4, 8, 1, 76, "aa", "44 000017 000001 08 aa"))),
            new Connection(
                    "fields are unsigned and little endian where the specification says so",
                    List.of(
                            step("ids", 3, 255, 0x0102_0304, 0x0A_0B0C, "aa", "03 0a0b0c 000001 ff 04030201 aa"),
                            step("large id", 3, 255, -2, 0x0A_0B0C, "aa", "03 0a0b0c 000001 ff feffffff aa"))));

    @ParameterizedTest
    @FieldSource("CONNECTIONS")
    void encoderWritesTheseBytes(Connection connection) {
        ChunkEncoder encoder = new ChunkEncoder();
        for (Step step : connection.steps()) {
            ByteBuf wire = Unpooled.buffer();
            Message message = step.message();
            encoder.encode(
                    message.typeId(), step.csid(), message.streamId(), message.timestamp(), message.bytes(), wire);
            assertThat(ByteBufUtil.hexDump(wire)).as(step.what()).isEqualTo(step.wire());
        }
    }

    @ParameterizedTest
    @FieldSource("CONNECTIONS")
    void decoderReadsTheseBytes(Connection connection) {
        Decoding decoding = new Decoding();
        for (Step step : connection.steps()) {
            decoding.messages.clear();
            decoding.feed(step.wire());
            assertThat(decoding.messages).as(step.what()).containsExactly(step.message());
        }
        assertThat(decoding.error).isEmpty();
    }
}
