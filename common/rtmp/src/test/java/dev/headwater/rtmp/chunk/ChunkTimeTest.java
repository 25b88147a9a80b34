package dev.headwater.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What senders mean by timestamps, differences and extended ones (RTMP 1.0, 5.3.1.2, 5.3.1.3). */
class ChunkTimeTest {
    private static final String BYTES_128 = "5a".repeat(128);

    /** A chunk stream from its beginning, and its messages. */
    record Case(String what, String wire, List<Message> messages) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Case one(String what, String wire, long timestamp, String payload) {
        return new Case(what, wire, List.of(new Message(9, 1, (int) timestamp, payload)));
    }

    /** Messages of one payload each, {@code aa}, at these times. */
    private static Case times(String what, String wire, long... timestamps) {
        return new Case(
                what,
                wire,
                Arrays.stream(timestamps)
                        .mapToObj(timestamp -> new Message(9, 1, (int) timestamp, "aa"))
                        .toList());
    }

    static final List<Case> CASES = List.of(
            one(
                    "extended time repeated in the next chunk",
                    "06 ffffff 000085 09 01000000 01000001" + BYTES_128 + "c6 01000001 0102030405",
                    0x100_0001,
                    BYTES_128 + "0102030405"),
            one(
                    "extended time not repeated",
                    "06 ffffff 000085 09 01000000 01000001" + BYTES_128 + "c6 0102030405",
                    0x100_0001,
                    BYTES_128 + "0102030405"),
            one(
                    "not repeated, but payload begins nearly like it",
                    "06 ffffff 000085 09 01000000 01000001" + BYTES_128 + "c6 0100000005",
                    0x100_0001,
                    BYTES_128 + "0100000005"),
            one(
                    "not repeated, and less payload than an extended time has bytes",
                    "06 ffffff 000081 09 01000000 01000001" + BYTES_128 + "c6 02",
                    0x100_0001,
                    BYTES_128 + "02"),
            new Case(
                    "not repeated, and all payload looks like its beginning",
                    "06 ffffff 000082 09 01000000 01020304" + BYTES_128 + "c6 0102 06 000000 000001 09 01000000 aa",
                    List.of(new Message(9, 1, 0x102_0304, BYTES_128 + "0102"), new Message(9, 1, 0, "aa"))),
            one(
                    "repeated in every chunk",
                    "06 ffffff 000101 09 01000000 80000000" + BYTES_128 + "c6 80000000" + BYTES_128 + "c6 80000000 01",
                    0x8000_0000L,
                    BYTES_128 + BYTES_128 + "01"),
            one("extended though it need not be", "06 ffffff 000001 09 01000000 00000005 aa", 5, "aa"),
            new Case(
                    "extended difference repeated as a difference",
                    "06 000005 000001 09 01000000 aa 46 ffffff 000082 09 01000000" + BYTES_128 + "c6 01000000 0102",
                    List.of(new Message(9, 1, 5, "aa"), new Message(9, 1, 0x100_0005, BYTES_128 + "0102"))),
            new Case(
                    "extended difference not repeated",
                    "06 000005 000001 09 01000000 aa 46 ffffff 000082 09 01000000" + BYTES_128 + "c6 0102",
                    List.of(new Message(9, 1, 5, "aa"), new Message(9, 1, 0x100_0005, BYTES_128 + "0102"))),
            times(
                    "extended differences are modulo 2^32, and so may go back",
                    "06 000100 000001 09 01000000 aa 86 ffffff ffffffd8 aa 86 000010 aa",
                    0x100,
                    0xd8,
                    0xe8),
            new Case(
                    "a later small time ends the extension",
                    "06 ffffff 000001 09 01000000 01000000 aa 46 000010 000084 09" + BYTES_128 + "c6 01000000",
                    List.of(
                            new Message(9, 1, 0x100_0000, "aa"),
                            new Message(9, 1, 0x100_0010, BYTES_128 + "01000000"))),
            times(
                    "format 3 adds the difference again",
                    "06 000064 000001 09 01000000 aa 86 000028 aa c6 aa c6 aa",
                    100,
                    140,
                    180,
                    220),
            times(
                    "format 3 behind format 1 with no difference",
                    "06 000064 000001 09 01000000 aa 46 000000 000001 09 aa c6 aa",
                    100,
                    100,
                    100),
            times(
                    "format 3 behind an extended difference has one too",
                    "06 000000 000001 09 01000000 aa 86 ffffff 01000000 aa c6 01000000 aa",
                    0,
                    0x100_0000,
                    0x200_0000),
            times(
                    "format 3 behind format 0 adds its timestamp",
                    "06 000028 000001 09 01000000 aa c6 aa c6 aa",
                    40,
                    80,
                    120),
            times(
                    "format 3 behind format 0 at an hour still does",
                    "06 36ee80 000001 09 01000000 aa c6 aa",
                    3_600_000,
                    7_200_000),
            times(
                    "format 3 behind format 0 above an hour stays",
                    "06 36ee81 000001 09 01000000 aa c6 aa c6 aa",
                    3_600_001,
                    3_600_001,
                    3_600_001),
            times(
                    "format 3 behind an extended timestamp repeats it",
                    "06 ffffff 000001 09 01000000 01000000 aa c6 01000000 aa",
                    0x100_0000,
                    0x100_0000),
            times(
                    "format 3 behind an extended timestamp has a later one",
                    "06 ffffff 000001 09 01000000 01000000 aa c6 01000028 aa 86 000001 aa",
                    0x100_0000,
                    0x100_0028,
                    0x100_0029),
            times("time wraps", "06 ffffff 000001 09 01000000 fffffff0 aa 86 000020 aa", 0xFFFF_FFF0L, 0x10));

    @ParameterizedTest
    @FieldSource("CASES")
    void messagesHaveTheirTimes(Case it) {
        Decoding decoding = new Decoding().feed(it.wire());

        assertThat(decoding.error).isEmpty();
        assertThat(decoding.messages).isEqualTo(it.messages());
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void alsoWhenBytesComeOneByOne(Case it) {
        byte[] wire = new byte[Decoding.bytes(it.wire()).readableBytes()];
        Decoding.bytes(it.wire()).readBytes(wire);

        Decoding decoding = new Decoding().feedCut(wire, 1);

        assertThat(decoding.messages).isEqualTo(it.messages());
    }
}
