package dev.headwater.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What our encoders write, our decoder reads back. */
class ChunkRoundTripTest {
    @Property(tries = 300)
    void whatTheEncoderWritesIsReadBack(
            @ForAll("sent") List<Sent> all,
            @ForAll @IntRange(min = 1, max = 300) int chunkSize,
            @ForAll @IntRange(min = 1, max = 1000) int bytesAtOnce) {
        ChunkEncoder encoder = new ChunkEncoder();
        ByteBuf wire = Unpooled.buffer();
        encoder.encode(1, 2, 0, 0, Unpooled.copyInt(chunkSize).array(), wire);
        encoder.chunkSize(chunkSize);
        for (Sent sent : all) {
            Message message = sent.message;
            encoder.encode(message.typeId(), sent.csid, message.streamId(), message.timestamp(), message.bytes(), wire);
        }

        Decoding decoding = new Decoding().feedCut(ByteBufUtil.getBytes(wire), bytesAtOnce);

        assertThat(decoding.error).isEmpty();
        assertThat(decoding.messages.subList(1, decoding.messages.size()))
                .isEqualTo(all.stream().map(Sent::message).toList());
    }

    @Property(tries = 300)
    void chunksForEveryoneAreReadBackAndHaveTheSizeThatWasSaid(
            @ForAll("sent") List<Sent> all, @ForAll @IntRange(min = 1, max = 300) int chunkSize) {
        Decoding decoding = new Decoding();
        decoding.decoder.chunkSize(chunkSize);
        for (Sent sent : all) {
            Message message = sent.message;
            byte[] payload = message.bytes();
            int size = MediaChunks.encodedSize(sent.csid, message.timestamp(), payload.length, chunkSize);
            ByteBuf wire = Unpooled.buffer(size, size);
            MediaChunks.encode(
                    message.typeId(), sent.csid, message.streamId(), message.timestamp(), payload, chunkSize, wire);
            assertThat(wire.readableBytes()).isEqualTo(size);
            decoding.feed(wire);
        }

        assertThat(decoding.messages).isEqualTo(all.stream().map(Sent::message).toList());
    }

    @Provide
    Arbitrary<List<Sent>> sent() {
        Arbitrary<Integer> csids = Arbitraries.of(2, 3, 4, 63, 64, 319, 320, 65_599);
        Arbitrary<Integer> types = Arbitraries.of(3, 8, 9, 18, 20, 255);
        Arbitrary<Integer> streamIds = Arbitraries.frequency(Tuple.of(10, 1), Tuple.of(1, 0), Tuple.of(1, -2));
        Arbitrary<Integer> timestamps = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 8).map(n -> n * 40),
                Arbitraries.integers().between(0xFF_FFF0, 0x100_000F),
                Arbitraries.integers());
        Arbitrary<byte[]> payloads =
                Arbitraries.bytes().array(byte[].class).ofMinSize(0).ofMaxSize(700);
        return Combinators.combine(csids, types, streamIds, timestamps, payloads)
                .as((csid, type, streamId, timestamp, payload) ->
                        new Sent(csid, Message.of(type, streamId, timestamp, payload)))
                .list()
                .ofMaxSize(30);
    }

    record Sent(int csid, Message message) {}
}
