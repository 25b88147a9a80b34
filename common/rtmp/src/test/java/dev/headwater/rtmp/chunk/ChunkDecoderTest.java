package dev.headwater.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the decoder takes beyond the bytes that our own encoder writes (RTMP 1.0, 5.3, 5.4.1, 5.4.2). */
class ChunkDecoderTest {
    private static final String BYTES_128 = "5a".repeat(128);

    private final Decoding decoding = new Decoding();

    @Test
    void allFormsOfAnIdMeanTheSameChunkStream() {
        decoding.feed("0000 000001 000001 08 01000000 aa"); // 64 in two bytes
        decoding.feed("c10000 bb"); // 64 in three
        decoding.feed("01ff00 000001 000001 08 01000000 cc"); // 319 in three
        decoding.feed("c0ff dd"); // 319 in two

        assertThat(decoding.messages)
                .extracting(Message::timestamp, Message::payload)
                .containsExactly(tuple(1, "aa"), tuple(2, "bb"), tuple(1, "cc"), tuple(2, "dd"));
    }

    @Test
    void aChunkStreamMayBeginWithFormat1() { // librtmp's ping: 42 ...
        decoding.feed("42 000000 000006 04 0007 00001234");
        decoding.feed("82 00000a 0007 00001235");

        assertThat(decoding.messages)
                .containsExactly(new Message(4, 0, 0, "000700001234"), new Message(4, 0, 10, "000700001235"));
    }

    @Test
    void messagesOfSeveralChunkStreamsMayBeInterleaved() {
        decoding.feed("04 000001 000081 08 01000000" + BYTES_128);
        decoding.feed("06 000002 000081 09 01000000" + BYTES_128);
        decoding.feed("03 000003 000001 14 00000000 aa");
        decoding.feed("c6 66");
        decoding.feed("c4 44");

        assertThat(decoding.messages)
                .containsExactly(
                        new Message(20, 0, 3, "aa"),
                        new Message(9, 1, 2, BYTES_128 + "66"),
                        new Message(8, 1, 1, BYTES_128 + "44"));
    }

    @Test
    void setChunkSizeCountsForTheNextChunkAlsoOfUnfinishedMessages() {
        decoding.feed("06 000002 000090 09 01000000" + BYTES_128); // 16 to come
        decoding.feed("02 000000 000004 01 00000000 00000004"
                + "c6 01020304 c6 05060708 04 000000 000001 08 01000000 aa c6 090a0b0c c6 0d0e0f10");

        assertThat(decoding.messages)
                .containsExactly(
                        new Message(1, 0, 0, "00000004"),
                        new Message(8, 1, 0, "aa"),
                        new Message(9, 1, 2, BYTES_128 + "0102030405060708090a0b0c0d0e0f10"));
    }

    @Test
    void aHugeChunkSizeMeansTheLongestMessage() {
        decoding.decoder.chunkSize(Integer.MAX_VALUE);
        decoding.feed("06 000002 000180 09 01000000" + BYTES_128.repeat(3));

        assertThat(decoding.messages).containsExactly(new Message(9, 1, 2, BYTES_128.repeat(3)));
    }

    @Test
    void abortDropsOneUnfinishedMessageAndKeepsItsHeader() {
        decoding.feed("06 000010 000081 09 01000000" + BYTES_128);
        decoding.feed("04 000001 000081 08 01000000" + BYTES_128);
        decoding.feed("02 000000 000004 02 00000000 00000006");
        decoding.feed("c4 44");
        decoding.feed("86 000005" + BYTES_128 + "c6 66");

        assertThat(decoding.messages)
                .containsExactly(
                        new Message(2, 0, 0, "00000006"),
                        new Message(8, 1, 1, BYTES_128 + "44"),
                        new Message(9, 1, 0x15, BYTES_128 + "66"));
    }

    @Test
    void abortOfAnythingElseIsIgnored() {
        for (String csid : List.of("00000000", "00000002", "00000005", "00010000", "7fffffff", "ffffffff")) {
            decoding.feed("02 000000 000004 02 00000000" + csid);
        }

        assertThat(decoding.messages).hasSize(6);
        assertThat(decoding.error).isEmpty();
    }

    @Test
    void abortInTheMiddleOfAChunkIsAProgrammingError() {
        decoding.feed("06 000010 000081 09 01000000 5a");

        assertThatIllegalStateException().isThrownBy(() -> decoding.decoder.abort(6));
    }

    @Test
    void aHeaderRepeatedInTheMiddleOfAMessageChangesNothing() {
        decoding.feed("06 000010 000181 09 01000000" + BYTES_128);
        decoding.feed("06 000020 000181 08 02000000" + BYTES_128);
        decoding.feed("46 000030 000181 08" + BYTES_128);
        decoding.feed("86 000040 66");
        decoding.feed("46 000002 000001 09 77");

        assertThat(decoding.messages)
                .containsExactly(new Message(9, 1, 0x10, BYTES_128.repeat(3) + "66"), new Message(9, 1, 0x12, "77"));
    }

    @Test
    void anyTypeMayTravelOnAnyChunkStream() { // cameras do it
        decoding.feed("02 000010 000001 09 01000000 aa");
        decoding.feed("08 000010 000004 01 05000000 00001000");

        assertThat(decoding.messages)
                .containsExactly(new Message(9, 1, 0x10, "aa"), new Message(1, 5, 0x10, "00001000"));
    }

    @Test
    void theLimitOnLengthMayBeRaisedFromInsideTheSink() {
        Decoding unauthorised = new Decoding(new ChunkLimits(1, 64, 1000));
        List<Integer> lengths = new ArrayList<>();
        String wire = "03 000000 000001 14 00000000 aa 03 000000 000002 14 00000000 aabb";
        unauthorised.decoder.decode(Decoding.bytes(wire), (typeId, streamId, timestamp, payload) -> {
            lengths.add(payload.length);
            unauthorised.decoder.limits(new ChunkLimits(2, 64, 16));
        });

        assertThat(lengths).containsExactly(1, 2);
    }

    @Test
    void closeFromInsideTheSinkEndsItAll() {
        List<Integer> types = new ArrayList<>();
        String wire = "03 000000 000000 14 00000000 03 000000 000000 12 00000000";
        var in = Decoding.bytes(wire);
        decoding.decoder.decode(in, (typeId, streamId, timestamp, payload) -> {
            types.add(typeId);
            decoding.decoder.close();
        });
        decoding.feed("03 000000 000000 12 00000000");

        assertThat(types).containsExactly(20);
        assertThat(in.isReadable()).isFalse();
        assertThat(decoding.messages).isEmpty();
    }

    @Test
    void everyChunkIsCountedBecauseItIsWork() {
        decoding.decoder.chunkSize(1);
        decoding.feed("06 000000 000004 09 01000000 01 c6 02 c6 03 c6 04 04");

        assertThat(decoding.decoder.chunks()).isEqualTo(4);
    }
}
