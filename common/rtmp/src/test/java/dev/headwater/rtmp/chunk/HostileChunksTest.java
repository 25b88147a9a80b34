package dev.headwater.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.ProtocolError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Chunks that break a rule or a limit: the error, and what was delivered before it. */
class HostileChunksTest {
    private static final String BYTES_128 = "5a".repeat(128);

    /** Bytes of a peer, and what they come to. */
    record Case(String what, String wire, int messagesBefore, ProtocolError error) {
        @Override
        public String toString() {
            return what;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("format 2 first", "84 000000 00", 0, ProtocolError.BAD_CHUNK),
            new Case("format 3 first", "c4", 0, ProtocolError.BAD_CHUNK),
            new Case(
                    "format 3 first on this chunk stream",
                    "04 000000 000001 08 01000000 aa c5",
                    1,
                    ProtocolError.BAD_CHUNK),
            new Case("format 3 first on a long id", "c1ffff", 0, ProtocolError.BAD_CHUNK),
            new Case( // CVE-2016-10191
                    "format 0 makes an unfinished message longer",
                    "04 000000 000081 08 01000000" + BYTES_128 + "04 000000 000082 08 01000000",
                    0,
                    ProtocolError.BAD_CHUNK),
            new Case(
                    "format 1 makes an unfinished message shorter",
                    "04 000000 000081 08 01000000" + BYTES_128 + "44 000000 000001 08",
                    0,
                    ProtocolError.BAD_CHUNK),
            new Case(
                    "format 1 ends an unfinished message",
                    "04 000000 000081 08 01000000" + BYTES_128 + "44 000000 000000 08",
                    0,
                    ProtocolError.BAD_CHUNK),
            new Case(
                    "one byte over the limit of a message",
                    "04 000000 0003e9 08 01000000",
                    0,
                    ProtocolError.MESSAGE_TOO_LARGE),
            new Case("longest message there is", "04 000000 ffffff 08 01000000", 0, ProtocolError.MESSAGE_TOO_LARGE),
            new Case("chunk size 0", "02 000000 000004 01 00000000 00000000", 1, ProtocolError.BAD_CHUNK_SIZE),
            new Case(
                    "chunk size with its top bit set",
                    "02 000000 000004 01 00000000 80000080",
                    1,
                    ProtocolError.BAD_CHUNK_SIZE),
            new Case(
                    "one chunk stream more than allowed",
                    "02 000000 000000 08 01000000 03 000000 000000 08 01000000 04 000000 000000 08 01000000"
                            + "0000 000000 000000 08 01000000 010001 000000 000000 08 01000000",
                    4,
                    ProtocolError.TOO_MANY_CHUNK_STREAMS));

    private static final ChunkLimits LIMITS = new ChunkLimits(1000, 4, 2000);

    @ParameterizedTest
    @FieldSource("CASES")
    void isRefused(Case it) {
        Decoding decoding = new Decoding(LIMITS).feed(it.wire());

        assertThat(decoding.error).contains(it.error());
        assertThat(decoding.messages).hasSize(it.messagesBefore());
    }

    @Test
    void limitsThemselvesAreAllowed() {
        Decoding decoding = new Decoding(LIMITS);
        decoding.decoder.chunkSize(1000);
        decoding.feed("04 000000 0003e8 08 01000000" + "5a".repeat(1000));
        for (String csid : List.of("05", "06", "07")) {
            decoding.feed(csid + "000000 000000 08 01000000");
        }

        assertThat(decoding.error).isEmpty();
        assertThat(decoding.messages).hasSize(4);
    }

    @Test
    void unfinishedMessagesShareOneLimit() {
        Decoding decoding = new Decoding(LIMITS);
        decoding.decoder.chunkSize(667);
        decoding.feed("04 000000 0003e8 08 01000000" + "5a".repeat(667));
        decoding.feed("05 000000 0003e8 08 01000000" + "5a".repeat(667));
        decoding.feed("06 000000 0003e8 08 01000000" + "5a".repeat(666));
        assertThat(decoding.error).as("2000 bytes, the limit").isEmpty();

        decoding.feed("5a");

        assertThat(decoding.error).contains(ProtocolError.TOO_MUCH_PARTIAL_DATA);
    }

    @Test
    void whatIsWholeOrAbortedIsNotCountedAnyMore() {
        Decoding decoding = new Decoding(LIMITS);
        decoding.decoder.chunkSize(999);
        String most = "000000 0003e8 08 01000000" + "5a".repeat(999);
        for (int i = 0; i < 10; i++) {
            decoding.feed("04" + most + "05" + most);
            decoding.feed("c4 5a");
            decoding.feed("02 000000 000004 02 00000000 00000005");
        }

        assertThat(decoding.error).isEmpty();
        assertThat(decoding.messages).extracting(Message::typeId).hasSize(20).containsOnly(8, 2);
    }

    @Test
    void zeroesAreEmptyMessagesOfTypeZero() { // a crashed encoder; the session counts them
        Decoding decoding = new Decoding(LIMITS).feed("00".repeat(130));

        assertThat(decoding.messages).hasSize(10).containsOnly(new Message(0, 0, 0, ""));
    }
}
